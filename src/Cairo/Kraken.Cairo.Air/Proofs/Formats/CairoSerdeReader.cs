using System;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Reads the felt serialisation. It names neither hash nor variant: a Blake2s root is eight words, and variants differ in their number of columns.</summary>
internal static class CairoSerdeReader
{
    private const int TreeCount = 4;

    /// <summary>Reads a proof of either hash.</summary>
    internal static CairoProof Read(FeltSequence felts)
    {
        CairoClaim claim = ReadClaim(felts);
        felts.Where = "interaction_pow";
        ulong pow = felts.Integer(ulong.MaxValue);
        felts.Where = "claimed sums";
        QM31[] sums = felts.Array(f => f.Secure());
        int expected = claim.Instances().Count();
        if (sums.Length != expected)
        {
            throw new ProofFormatException(felts.Where, $"{expected}", $"{sums.Length}");
        }

        PcsConfig config = ReadConfig(felts);
        felts.Where = "commitments";
        int trees = felts.Int();
        if (trees != TreeCount)
        {
            throw new ProofFormatException(felts.Where, $"{TreeCount}", $"{trees}");
        }

        return felts.NextIsWord
            ? Finish(felts, claim, pow, sums, config, ReadBlakeHash)
            : Finish(felts, claim, pow, sums, config, f => f.Felt());
    }

    private static CairoProof<THash> Finish<THash>(
        FeltSequence felts, CairoClaim claim, ulong pow, QM31[] sums, PcsConfig config, Func<FeltSequence, THash> hash)
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
        PublicCell[] program = felts.Array(ReadCell);
        SegmentRange[] ranges = [.. Enumerable.Range(0, PublicSegments.Count).Select(_ => ReadSegment(felts))];
        PublicCell[] output = felts.Array(ReadCell);
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
                big = felts.Array(f => f.Int(31));
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

    private static StarkProof<THash> ReadStark<THash>(FeltSequence felts, CairoClaim claim, PcsConfig config, Func<FeltSequence, THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        THash[] commitments = [.. Enumerable.Range(0, TreeCount).Select(_ => hash(felts))];
        felts.Where = "sampled_values";
        QM31[][][] sampled = felts.Array(tree => tree.Array(column => column.Array(f => f.Secure())));
        felts.Where = "decommitments";
        MerkleDecommitment<THash>[] decommitments = felts.Array(f => new MerkleDecommitment<THash>(f.Array(hash)));
        felts.Where = "queried_values";
        M31[][] rows = felts.Array(tree => tree.Array(f => f.Base()));
        if (sampled.Length != TreeCount || rows.Length != TreeCount)
        {
            throw new ProofFormatException(felts.Where, $"{TreeCount} trees", $"{sampled.Length} and {rows.Length}");
        }

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

    private static FriProof<THash> ReadFri<THash>(FeltSequence felts, Func<FeltSequence, THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        FriLayerProof<THash> first = ReadLayer(felts, hash);
        FriLayerProof<THash>[] inner = felts.Array(f => ReadLayer(f, hash));
        QM31[] last = felts.Array(f => f.Secure());
        int logSize = felts.Int(31);
        return last.Length == 1 << logSize
            ? new(first, inner, last)
            : throw new ProofFormatException("last_layer_poly", $"{1 << logSize} coefficients", $"{last.Length}");
    }

    private static FriLayerProof<THash> ReadLayer<THash>(FeltSequence felts, Func<FeltSequence, THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        QM31[] witness = felts.Array(f => f.Secure());
        MerkleDecommitment<THash> decommitment = new(felts.Array(hash));
        return new(witness, decommitment, hash(felts));
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
}
