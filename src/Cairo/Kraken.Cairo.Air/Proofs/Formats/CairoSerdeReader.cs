using System;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// Reads the felt serialisation. It names neither hash nor variant: a Blake2s root is eight words, and
/// variants differ in their number of columns.
/// </summary>
internal static class CairoSerdeReader
{
    private const int SecureFelts = 4;
    private const int BlakeHashFelts = 8;
    private const int CellFelts = 9;

    /// <summary>Reads a proof of either hash.</summary>
    internal static CairoProof Read(FeltSequence felts)
    {
        CairoClaim claim = ReadClaim(felts);
        felts.Where = "interaction_pow";
        ulong pow = felts.Integer(ulong.MaxValue);
        felts.Where = "claimed sums";
        QM31[] sums = felts.Array(SecureFelts, f => f.Secure());
        int expected = claim.Instances().Count();
        if (sums.Length != expected)
        {
            throw new ProofFormatException(felts.Where, $"{expected}", $"{sums.Length}");
        }

        PcsConfig config = ReadConfig(felts);
        felts.Where = "commitments";
        int trees = felts.Int();
        if (trees != ProofLimits.TreeCount)
        {
            throw new ProofFormatException(felts.Where, $"{ProofLimits.TreeCount}", $"{trees}");
        }

        return felts.NextIsWord
            ? Finish(felts, claim, pow, sums, config, new HashReader<Blake2sHash>(ReadBlakeHash, BlakeHashFelts))
            : Finish(felts, claim, pow, sums, config, new HashReader<Felt>(f => f.Felt(), 1));
    }

    private static CairoProof<THash> Finish<THash>(
        FeltSequence felts, CairoClaim claim, ulong pow, QM31[] sums, PcsConfig config, HashReader<THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        StarkProof<THash> stark = ReadStark(felts, claim, config, hash);
        felts.Where = "channel_salt";
        uint salt = felts.Word();
        if (!felts.AtEnd)
        {
            throw new ProofFormatException("proof", "the end", $"{felts.Left} more felts");
        }

        int columns = stark.SampledValues[0].Length;
        return PreprocessedLayout.TryFind(columns, out PreprocessedVariant variant)
            ? new() { Claim = claim, InteractionPow = pow, ClaimedSums = sums, Stark = stark, ChannelSalt = salt, Variant = variant }
            : throw new ProofFormatException("sampled_values", "161, 105 or 156 preprocessed columns", $"{columns}");
    }

    private static CairoClaim ReadClaim(FeltSequence felts)
    {
        felts.Where = "public_data";
        PublicCell[] program = felts.Array(CellFelts, ReadCell);
        SegmentRange[] ranges = [.. Enumerable.Range(0, PublicSegments.Count).Select(_ => ReadSegment(felts))];
        PublicCell[] output = felts.Array(CellFelts, ReadCell);
        uint first = felts.Base().Value;
        uint second = felts.Base().Value;
        PublicState initial = ReadState(felts);
        PublicData data = new(program, new(ranges), output, (first, second), initial, ReadState(felts));
        int?[] sizes = new int?[ClaimLayout.Components.Length];
        int[]? big = null;
        for (int i = 0; i < sizes.Length; i++)
        {
            felts.Where = ClaimLayout.Components[i].Name;
            bool present = felts.Integer(1) == 0;
            if (present && i == ClaimLayout.MemoryIdToBig)
            {
                big = felts.Array(1, f => f.Int(31), ClaimLayout.MaxBigInstances);
            }
            else if (present)
            {
                sizes[i] = ClaimLayout.Components[i].FixedLogSize ?? felts.Int(31);
            }
        }

        return new() { PublicData = data, LogSizes = sizes, BigLogSizes = big };
    }

    private static PublicCell ReadCell(FeltSequence felts)
    {
        uint id = felts.Base().Value;
        uint[] limbs = new uint[8];
        for (int i = 0; i < limbs.Length; i++)
        {
            limbs[i] = felts.Word();
        }

        return new(id, StructuredProofReader.ReadValue(limbs));
    }

    private static SegmentRange ReadSegment(FeltSequence felts)
    {
        SegmentPointer start = ReadPointer(felts);
        return new(start, ReadPointer(felts));
    }

    private static SegmentPointer ReadPointer(FeltSequence felts)
    {
        uint id = felts.Base().Value;
        return new(id, felts.Base().Value);
    }

    private static PublicState ReadState(FeltSequence felts)
    {
        uint pc = felts.Base().Value;
        uint ap = felts.Base().Value;
        return new(pc, ap, felts.Base().Value);
    }

    private static PcsConfig ReadConfig(FeltSequence felts)
    {
        felts.Where = "config";
        int pow = felts.Int();
        int blowup = felts.Int();
        int lastLayer = felts.Int();
        int queries = felts.Int();
        return new(pow, new(blowup, lastLayer, queries, felts.Int()));
    }

    private static StarkProof<THash> ReadStark<THash>(FeltSequence felts, CairoClaim claim, PcsConfig config, HashReader<THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        THash[] commitments = [.. Enumerable.Range(0, ProofLimits.TreeCount).Select(_ => hash.Read(felts))];
        felts.Where = "sampled_values";
        QM31[][][] sampled = felts.Exactly(
            ProofLimits.TreeCount,
            tree => tree.Array(1, column => column.Array(SecureFelts, f => f.Secure(), ProofLimits.MaxSamples), ProofLimits.MaxColumns));
        felts.Where = "decommitments";
        MerkleDecommitment<THash>[] decommitments =
            felts.Exactly(ProofLimits.TreeCount, f => new MerkleDecommitment<THash>(hash.ReadAll(f)));
        felts.Where = "queried_values";
        M31[][] rows = felts.Exactly(ProofLimits.TreeCount, tree => tree.Array(1, f => f.Base()));
        M31[][][] queried = SortedRows.ToColumns(rows, [.. sampled.Select(tree => tree.Length)], claim);
        felts.Where = "proof_of_work";
        ulong pow = felts.Integer(ulong.MaxValue);
        felts.Where = "fri_proof";
        return new()
        {
            Config = config,
            Commitments = commitments,
            SampledValues = sampled,
            Decommitments = decommitments,
            QueriedValues = queried,
            ProofOfWork = pow,
            Fri = ReadFri(felts, hash),
        };
    }

    private static FriProof<THash> ReadFri<THash>(FeltSequence felts, HashReader<THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        FriLayerProof<THash> first = ReadLayer(felts, hash);
        FriLayerProof<THash>[] inner = felts.Array(1, f => ReadLayer(f, hash), ProofLimits.MaxFriLayers);
        QM31[] last = felts.Array(SecureFelts, f => f.Secure());
        int logSize = felts.Int(ProofLimits.MaxLogLastLayer);
        return last.Length == 1 << logSize
            ? new(first, inner, last)
            : throw new ProofFormatException("last_layer_poly", $"{1 << logSize} coefficients", $"{last.Length}");
    }

    private static FriLayerProof<THash> ReadLayer<THash>(FeltSequence felts, HashReader<THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        QM31[] witness = felts.Array(SecureFelts, f => f.Secure());
        MerkleDecommitment<THash> decommitment = new(hash.ReadAll(felts));
        return new(witness, decommitment, hash.Read(felts));
    }

    private static Blake2sHash ReadBlakeHash(FeltSequence felts)
    {
        Span<byte> bytes = stackalloc byte[Blake2sHash.ByteCount];
        for (int i = 0; i < 8; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], felts.Word());
        }

        return Blake2sHash.FromBytes(bytes);
    }

    /// <summary>How a tree node is read.</summary>
    /// <param name="Felts">The felts that it takes.</param>
    private readonly record struct HashReader<THash>(Func<FeltSequence, THash> Read, int Felts)
    {
        /// <summary>A counted list of nodes.</summary>
        public THash[] ReadAll(FeltSequence felts) => felts.Array(Felts, Read);
    }
}
