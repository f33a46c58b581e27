using System;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Writes the felt serialisation that <see cref="CairoSerdeReader"/> reads.</summary>
internal sealed class CairoSerdeWriter(FeltArrayWriter output)
{
    /// <summary>Writes a proof.</summary>
    internal void Write<THash>(CairoProof<THash> proof)
        where THash : unmanaged, IEquatable<THash>
    {
        WriteClaim(proof.Claim);
        output.Write(proof.InteractionPow);
        output.Write(proof.ClaimedSums, output.Write);
        WriteStark(proof.Stark, proof.Claim);
        output.Write(proof.ChannelSalt);
    }

    private void WriteClaim(CairoClaim claim)
    {
        WritePublicData(claim.PublicData);
        for (int i = 0; i < claim.LogSizes.Length; i++)
        {
            bool big = i == ClaimLayout.MemoryIdToBig;
            bool present = big ? claim.BigLogSizes is not null : claim.LogSizes[i] is not null;
            output.Write(present ? 0UL : 1UL);
            if (present && big)
            {
                output.Write(claim.BigLogSizes!, size => output.Write((ulong)size));
            }
            else if (present && ClaimLayout.Components[i].FixedLogSize is null)
            {
                output.Write((ulong)claim.LogSizes[i]!.Value);
            }
        }
    }

    private void WritePublicData(PublicData data)
    {
        output.Write(data.Program, WriteCell);
        foreach (SegmentRange range in data.Segments.Ranges)
        {
            WritePointer(range.Start);
            WritePointer(range.Stop);
        }

        output.Write(data.Output, WriteCell);
        output.Write(data.SafeCallIds.First);
        output.Write(data.SafeCallIds.Second);
        WriteState(data.InitialState);
        WriteState(data.FinalState);
    }

    private void WriteCell(PublicCell cell)
    {
        Span<ulong> limbs = stackalloc ulong[4];
        cell.Value.ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
        output.Write(cell.Id);
        foreach (ulong limb in limbs)
        {
            output.Write((uint)limb);
            output.Write(limb >> 32);
        }
    }

    private void WritePointer(SegmentPointer pointer)
    {
        output.Write(pointer.Id);
        output.Write(pointer.Value);
    }

    private void WriteState(PublicState state)
    {
        output.Write(state.Pc);
        output.Write(state.Ap);
        output.Write(state.Fp);
    }

    private void WriteStark<THash>(StarkProof<THash> stark, CairoClaim claim)
        where THash : unmanaged, IEquatable<THash>
    {
        output.Write((ulong)stark.Config.PowBits);
        output.Write((ulong)stark.Config.Fri.LogBlowup);
        output.Write((ulong)stark.Config.Fri.LogLastLayerDegreeBound);
        output.Write((ulong)stark.Config.Fri.QueryCount);
        output.Write((ulong)stark.Config.Fri.FoldStep);
        output.Write(stark.Commitments, WriteHash);
        output.Write(stark.SampledValues, tree => output.Write(tree, column => output.Write(column, output.Write)));
        output.Write(stark.Decommitments, WriteDecommitment);
        output.Write(SortedRows.FromColumns(stark.QueriedValues, claim), tree => output.Write(tree, value => output.Write(value.Value)));
        output.Write(stark.ProofOfWork);
        WriteLayer(stark.Fri.FirstLayer);
        output.Write(stark.Fri.InnerLayers, WriteLayer);
        output.Write(stark.Fri.LastLayer, output.Write);
        output.Write((ulong)System.Numerics.BitOperations.Log2((uint)stark.Fri.LastLayer.Length));
    }

    private void WriteLayer<THash>(FriLayerProof<THash> layer)
        where THash : unmanaged, IEquatable<THash>
    {
        output.Write(layer.FriWitness, output.Write);
        WriteDecommitment(layer.Decommitment);
        WriteHash(layer.Commitment);
    }

    private void WriteDecommitment<THash>(MerkleDecommitment<THash> decommitment)
        where THash : unmanaged, IEquatable<THash> => output.Write(decommitment.HashWitness, WriteHash);

    private void WriteHash<THash>(THash hash)
        where THash : unmanaged
    {
        if (hash is Felt felt)
        {
            output.Write(felt);
            return;
        }

        foreach (uint word in MemoryMarshal.Cast<THash, uint>(new ReadOnlySpan<THash>(in hash)))
        {
            output.Write(word);
        }
    }
}
