using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Writes the structure that <see cref="StructuredProofReader"/> reads.</summary>
internal sealed class StructuredProofWriter(SerdeSink sink)
{
    /// <summary>Writes a proof.</summary>
    /// <param name="record">What its openings show, for the extended format; null for the plain one.</param>
    internal void Write<THash>(CairoProof<THash> proof, OpeningRecord<THash>? record = null)
        where THash : unmanaged, IEquatable<THash>
    {
        sink.BeginStructure();
        sink.Field("claim");
        WriteClaim(proof.Claim);
        sink.Field("interaction_pow");
        sink.Integer(8, proof.InteractionPow);
        sink.Field("interaction_claim");
        WriteClaimedSums(proof.Claim, proof.ClaimedSums);
        sink.Field("stark_proof");
        WriteStark(proof.Stark);
        if (record is not null)
        {
            AuxiliaryData.Write(sink, record, WriteHash);
        }

        sink.U32("channel_salt", proof.ChannelSalt);
        sink.Field("preprocessed_trace_variant");
        sink.Variant(PreprocessedLayout.VariantNames, (int)proof.Variant);
        sink.EndStructure();
    }

    private void WriteClaim(CairoClaim claim)
    {
        sink.BeginStructure();
        sink.Field("public_data");
        WritePublicData(claim.PublicData);
        for (int i = 0; i < claim.LogSizes.Length; i++)
        {
            sink.Field(ClaimLayout.Components[i].Name);
            WriteComponent(claim, i);
        }

        sink.EndStructure();
    }

    private void WriteComponent(CairoClaim claim, int index)
    {
        bool big = index == ClaimLayout.MemoryIdToBig;
        if (big ? claim.BigLogSizes is null : claim.LogSizes[index] is null)
        {
            sink.None();
            return;
        }

        sink.Some();
        sink.BeginStructure();
        if (big)
        {
            sink.Field("big_log_sizes");
            WriteSequence(claim.BigLogSizes!, size => sink.Integer(4, (ulong)size));
        }
        else if (ClaimLayout.Components[index].FixedLogSize is null)
        {
            sink.U32("log_size", claim.LogSizes[index]!.Value);
        }

        sink.EndStructure();
    }

    private void WritePublicData(PublicData data)
    {
        sink.BeginStructure();
        sink.Field("public_memory");
        sink.BeginStructure();
        sink.Field("program");
        WriteSequence(data.Program, WriteCell);
        sink.Field("public_segments");
        sink.BeginStructure();
        for (int i = 0; i < PublicSegments.Count; i++)
        {
            WriteSegment(i, data.Segments.Ranges[i]);
        }

        sink.EndStructure();
        sink.Field("output");
        WriteSequence(data.Output, WriteCell);
        sink.Field("safe_call_ids");
        sink.BeginTuple();
        sink.Integer(4, data.SafeCallIds.First);
        sink.Integer(4, data.SafeCallIds.Second);
        sink.End();
        sink.EndStructure();
        WriteState("initial_state", data.InitialState);
        WriteState("final_state", data.FinalState);
        sink.EndStructure();
    }

    private void WriteCell(PublicCell cell)
    {
        Span<ulong> limbs = stackalloc ulong[4];
        cell.Value.ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
        sink.BeginTuple();
        sink.Integer(4, cell.Id);
        sink.BeginTuple();
        foreach (ulong limb in limbs)
        {
            sink.Integer(4, (uint)limb);
            sink.Integer(4, limb >> 32);
        }

        sink.End();
        sink.End();
    }

    private void WriteSegment(int index, SegmentRange range)
    {
        sink.Field(PublicSegments.Names[index]);
        if (index > 0)
        {
            sink.Some();
        }

        sink.BeginStructure();
        WritePointer("start_ptr", range.Start);
        WritePointer("stop_ptr", range.Stop);
        sink.EndStructure();
    }

    private void WritePointer(string name, SegmentPointer pointer)
    {
        sink.Field(name);
        sink.BeginStructure();
        sink.U32("id", pointer.Id);
        sink.U32("value", pointer.Value);
        sink.EndStructure();
    }

    private void WriteState(string name, PublicState state)
    {
        sink.Field(name);
        sink.BeginStructure();
        sink.U32("pc", state.Pc);
        sink.U32("ap", state.Ap);
        sink.U32("fp", state.Fp);
        sink.EndStructure();
    }

    private void WriteClaimedSums(CairoClaim claim, QM31[] sums)
    {
        int next = 0;
        sink.BeginStructure();
        for (int i = 0; i < claim.LogSizes.Length; i++)
        {
            sink.Field(ClaimLayout.Components[i].Name);
            if (i == ClaimLayout.MemoryIdToBig && claim.BigLogSizes is not null)
            {
                WriteBigSums(sums.AsSpan(next, claim.BigLogSizes.Length).ToArray());
                next += claim.BigLogSizes.Length;
            }
            else if (claim.LogSizes[i] is not null)
            {
                sink.Some();
                sink.BeginStructure();
                WriteSum("claimed_sum", sums[next++]);
                sink.EndStructure();
            }
            else
            {
                sink.None();
            }
        }

        sink.EndStructure();
    }

    private void WriteBigSums(QM31[] sums)
    {
        sink.Some();
        sink.BeginStructure();
        sink.Field("big_claimed_sums");
        WriteSequence(sums, sink.Secure);
        WriteSum("claimed_sum", sums.Aggregate(QM31.Zero, (a, b) => a + b));
        sink.EndStructure();
    }

    private void WriteSum(string name, QM31 sum)
    {
        sink.Field(name);
        sink.Secure(sum);
    }

    private void WriteStark<THash>(StarkProof<THash> stark)
        where THash : unmanaged, IEquatable<THash>
    {
        sink.BeginStructure();
        sink.Field("config");
        WriteConfig(stark.Config);
        sink.Field("commitments");
        WriteSequence(stark.Commitments, WriteHash);
        sink.Field("sampled_values");
        WriteSequence(stark.SampledValues, tree => WriteSequence(tree, column => WriteSequence(column, sink.Secure)));
        sink.Field("decommitments");
        WriteSequence(stark.Decommitments, WriteDecommitment);
        sink.Field("queried_values");
        WriteSequence(
            stark.QueriedValues, tree => WriteSequence(tree, column => WriteSequence(column, value => sink.Integer(4, value.Value))));
        sink.Field("proof_of_work");
        sink.Integer(8, stark.ProofOfWork);
        sink.Field("fri_proof");
        WriteFri(stark.Fri);
        sink.EndStructure();
    }

    private void WriteConfig(PcsConfig config)
    {
        sink.BeginStructure();
        sink.U32("pow_bits", config.PowBits);
        sink.Field("fri_config");
        sink.BeginStructure();
        sink.U32("log_blowup_factor", config.Fri.LogBlowup);
        sink.U32("log_last_layer_degree_bound", config.Fri.LogLastLayerDegreeBound);
        sink.Field("n_queries");
        sink.Integer(8, (ulong)config.Fri.QueryCount);
        sink.U32("fold_step", config.Fri.FoldStep);
        sink.EndStructure();
        sink.U32("min_lifting_log_size", config.MinLiftingLogSize);
        sink.EndStructure();
    }

    private void WriteFri<THash>(FriProof<THash> fri)
        where THash : unmanaged, IEquatable<THash>
    {
        sink.BeginStructure();
        sink.Field("first_layer");
        WriteLayer(fri.FirstLayer);
        sink.Field("inner_layers");
        WriteSequence(fri.InnerLayers, WriteLayer);
        sink.Field("last_layer_poly");
        sink.BeginStructure();
        sink.Field("coeffs");
        WriteSequence(fri.LastLayer, sink.Secure);
        sink.U32("log_size", System.Numerics.BitOperations.Log2((uint)fri.LastLayer.Length));
        sink.EndStructure();
        sink.EndStructure();
    }

    private void WriteLayer<THash>(FriLayerProof<THash> layer)
        where THash : unmanaged, IEquatable<THash>
    {
        sink.BeginStructure();
        sink.Field("fri_witness");
        WriteSequence(layer.FriWitness, sink.Secure);
        sink.Field("decommitment");
        WriteDecommitment(layer.Decommitment);
        sink.Field("commitment");
        WriteHash(layer.Commitment);
        sink.EndStructure();
    }

    private void WriteDecommitment<THash>(MerkleDecommitment<THash> decommitment)
        where THash : unmanaged, IEquatable<THash>
    {
        sink.BeginStructure();
        sink.Field("hash_witness");
        WriteSequence(decommitment.HashWitness, WriteHash);
        sink.EndStructure();
    }

    private void WriteHash<THash>(THash hash)
        where THash : unmanaged
    {
        if (hash is Felt felt)
        {
            sink.Text(DecimalText(felt));
            return;
        }

        Span<byte> bytes = stackalloc byte[Blake2sHash.ByteCount];
        ((Blake2sHash)(object)hash).WriteBytes(bytes);
        sink.BeginTuple();
        foreach (byte value in bytes)
        {
            sink.Integer(1, value);
        }

        sink.End();
    }

    private static string DecimalText(Felt value)
    {
        value.ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        BigInteger number = (((((BigInteger)l3 << 64) | l2) << 64 | l1) << 64) | l0;
        return number.ToString(CultureInfo.InvariantCulture);
    }

    private void WriteSequence<T>(T[] values, Action<T> write)
    {
        sink.BeginSequence(values.Length);
        foreach (T value in values)
        {
            write(value);
        }

        sink.End();
    }
}
