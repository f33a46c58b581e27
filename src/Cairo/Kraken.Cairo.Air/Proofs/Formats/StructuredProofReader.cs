using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// The structure of the JSON and binary formats, in order of declaration. They do not name the hash: the BLAKE2s channels have roots of
/// 32 bytes,
/// poseidon252 has decimal texts. The binary format may carry auxiliary data of the prover behind the STARK proof, which is skipped.
/// </summary>
internal static class StructuredProofReader
{
    private const int MaxFeltText = 80;

    /// <summary>Reads a proof from its start to its end, with any of the hashes.</summary>
    internal static CairoProof Read(SerdeSource source)
    {
        CairoClaim claim = ReadClaim(source.Field("claim"));
        ulong pow = source.Field("interaction_pow").Integer(8, ulong.MaxValue);
        QM31[] sums = ReadClaimedSums(source.Field("interaction_claim"), claim);
        SerdeSource stark = source.Field("stark_proof");
        PcsConfig config = ReadConfig(stark.Field("config"));
        SerdeSource commitments = stark.Field("commitments");
        return commitments.HoldsTexts()
            ? Finish(source, claim, pow, sums, ReadStark(stark, config, commitments, ReadFelt), ReadFelt)
            : Finish(source, claim, pow, sums, ReadStark(stark, config, commitments, ReadHash), ReadHash);
    }

    private static CairoProof<THash> Finish<THash>(
        SerdeSource source, CairoClaim claim, ulong pow, QM31[] sums, StarkProof<THash> stark, Func<SerdeSource, THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        if (source.HasAuxiliaryData)
        {
            AuxiliaryData.Skip(source, hash);
        }

        return new()
        {
            Claim = claim,
            InteractionPow = pow,
            ClaimedSums = sums,
            Stark = stark,
            ChannelSalt = (uint)source.Field("channel_salt").Integer(sizeof(uint), uint.MaxValue),
            Variant = (PreprocessedVariant)source.Field("preprocessed_trace_variant").Variant(PreprocessedLayout.VariantNames),
        };
    }

    private static CairoClaim ReadClaim(SerdeSource source)
    {
        PublicData data = ReadPublicData(source.Field("public_data"));
        int?[] sizes = new int?[ClaimLayout.Components.Length];
        int[]? big = null;
        for (int i = 0; i < sizes.Length; i++)
        {
            ClaimComponent component = ClaimLayout.Components[i];
            SerdeSource entry = source.Field(component.Name);
            if (!entry.IsPresent())
            {
                continue;
            }

            if (i == ClaimLayout.MemoryIdToBig)
            {
                big = entry.Field("big_log_sizes").Array(s => s.Int(31), ClaimLayout.MaxBigInstances);
            }
            else
            {
                sizes[i] = component.FixedLogSize ?? entry.Field("log_size").Int(31);
            }
        }

        return new() { PublicData = data, LogSizes = sizes, BigLogSizes = big };
    }

    private static PublicData ReadPublicData(SerdeSource source)
    {
        SerdeSource memory = source.Field("public_memory");
        PublicCell[] program = memory.Field("program").Array(ReadCell);
        SerdeSource segments = memory.Field("public_segments");
        SegmentRange[] ranges = [.. PublicSegments.Names.Select((name, i) => ReadSegment(segments, name, i))];
        PublicCell[] output = memory.Field("output").Array(ReadCell);
        uint[] ids = [.. memory.Field("safe_call_ids").Tuple(2).Select(s => s.Base().Value)];
        PublicState initial = ReadState(source.Field("initial_state"));
        return new(program, new(ranges), output, (ids[0], ids[1]), initial, ReadState(source.Field("final_state")));
    }

    private static PublicCell ReadCell(SerdeSource source)
    {
        uint id = 0;
        Felt value = default;
        int part = 0;
        foreach (SerdeSource item in source.Tuple(2))
        {
            if (part++ == 0)
            {
                id = item.Base().Value;
            }
            else
            {
                value = ReadValue([.. item.Tuple(8).Select(s => s.U32())]);
            }
        }

        return new(id, value);
    }

    /// <summary>Eight 32-bit limbs, least significant first; not above the field.</summary>
    internal static Felt ReadValue(uint[] limbs)
    {
        Span<byte> bytes = stackalloc byte[Felt.ByteCount];
        for (int i = 0; i < limbs.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes[(28 - (4 * i))..], limbs[i]);
        }

        return Felt.TryFromBytesBigEndian(bytes, out Felt value)
            ? value
            : throw new ProofFormatException("public memory", "a value below the Stark prime", Convert.ToHexStringLower(bytes));
    }

    private static SegmentRange ReadSegment(SerdeSource segments, string name, int index)
    {
        SerdeSource source = segments.Field(name);
        if (index > 0 && !source.IsPresent())
        {
            throw new ProofFormatException(name, "all eleven segments", "none");
        }

        SegmentPointer start = ReadPointer(source.Field("start_ptr"));
        return new(start, ReadPointer(source.Field("stop_ptr")));
    }

    private static SegmentPointer ReadPointer(SerdeSource source)
    {
        uint id = source.Field("id").Base().Value;
        return new(id, source.Field("value").Base().Value);
    }

    private static PublicState ReadState(SerdeSource source)
    {
        uint pc = source.Field("pc").Base().Value;
        uint ap = source.Field("ap").Base().Value;
        return new(pc, ap, source.Field("fp").Base().Value);
    }

    private static QM31[] ReadClaimedSums(SerdeSource source, CairoClaim claim)
    {
        List<QM31> sums = [];
        for (int i = 0; i < ClaimLayout.Components.Length; i++)
        {
            string name = ClaimLayout.Components[i].Name;
            bool big = i == ClaimLayout.MemoryIdToBig;
            SerdeSource entry = source.Field(name);
            bool present = entry.IsPresent();
            if (present != (big ? claim.BigLogSizes is not null : claim.LogSizes[i] is not null))
            {
                throw new ProofFormatException(name, "the same components in claim and interaction claim", present ? "a sum" : "no sum");
            }

            if (present)
            {
                sums.AddRange(big ? ReadBigSums(entry, claim.BigLogSizes!.Length) : [entry.Field("claimed_sum").Secure()]);
            }
        }

        return [.. sums];
    }

    private static QM31[] ReadBigSums(SerdeSource entry, int count)
    {
        QM31[] sums = entry.Field("big_claimed_sums").Array(s => s.Secure(), ClaimLayout.MaxBigInstances);
        QM31 total = entry.Field("claimed_sum").Secure();
        QM31 computed = sums.Aggregate(QM31.Zero, (a, b) => a + b);
        return sums.Length == count && computed == total
            ? sums
            : throw new ProofFormatException(
                "memory_id_to_big", $"{count} sums that add to {computed}", $"{sums.Length} sums, total {total}");
    }

    private static StarkProof<THash> ReadStark<THash>(
        SerdeSource source, PcsConfig config, SerdeSource roots, Func<SerdeSource, THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        THash[] commitments = roots.Array(hash, ProofLimits.TreeCount);
        QM31[][][] sampled = source.Field("sampled_values").Array(
            tree => tree.Array(
                column => column.Array(s => s.Secure(), ProofLimits.MaxSamples), ProofLimits.MaxColumns), ProofLimits.TreeCount);
        MerkleDecommitment<THash>[] decommitments =
            source.Field("decommitments").Array(s => ReadDecommitment(s, hash), ProofLimits.TreeCount);
        M31[][][] queried = source.Field("queried_values").Array(
            tree => tree.Array(column => column.Bases(), ProofLimits.MaxColumns), ProofLimits.TreeCount);
        ulong pow = source.Field("proof_of_work").Integer(8, ulong.MaxValue);
        return new()
        {
            Config = config,
            Commitments = commitments,
            SampledValues = sampled,
            Decommitments = decommitments,
            QueriedValues = queried,
            ProofOfWork = pow,
            Fri = ReadFri(source.Field("fri_proof"), hash),
        };
    }

    private static PcsConfig ReadConfig(SerdeSource source)
    {
        int pow = source.Field("pow_bits").Int(int.MaxValue);
        SerdeSource fri = source.Field("fri_config");
        int blowup = fri.Field("log_blowup_factor").Int(int.MaxValue);
        int lastLayer = fri.Field("log_last_layer_degree_bound").Int(int.MaxValue);
        int queries = (int)fri.Field("n_queries").Integer(8, int.MaxValue);
        int foldStep = fri.Field("fold_step").Int(int.MaxValue);
        return new(pow, new(blowup, lastLayer, queries, foldStep), source.Field("min_lifting_log_size").Int(int.MaxValue));
    }

    private static FriProof<THash> ReadFri<THash>(SerdeSource source, Func<SerdeSource, THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        FriLayerProof<THash> first = ReadLayer(source.Field("first_layer"), hash);
        FriLayerProof<THash>[] inner = source.Field("inner_layers").Array(s => ReadLayer(s, hash), ProofLimits.MaxFriLayers);
        SerdeSource last = source.Field("last_layer_poly");
        QM31[] coefficients = last.Field("coeffs").Array(s => s.Secure());
        int logSize = last.Field("log_size").Int(ProofLimits.MaxLogLastLayer);
        return coefficients.Length == 1 << logSize
            ? new(first, inner, coefficients)
            : throw new ProofFormatException("last_layer_poly", $"{1 << logSize} coefficients", $"{coefficients.Length}");
    }

    private static FriLayerProof<THash> ReadLayer<THash>(SerdeSource source, Func<SerdeSource, THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        QM31[] witness = source.Field("fri_witness").Array(s => s.Secure());
        MerkleDecommitment<THash> decommitment = ReadDecommitment(source.Field("decommitment"), hash);
        return new(witness, decommitment, hash(source.Field("commitment")));
    }

    private static MerkleDecommitment<THash> ReadDecommitment<THash>(SerdeSource source, Func<SerdeSource, THash> hash)
        where THash : unmanaged, IEquatable<THash> => new(source.Field("hash_witness").Array(hash));

    /// <summary>A field element as decimal or 0x text, as the reference's serialisation takes it.</summary>
    private static Felt ReadFelt(SerdeSource source)
    {
        string text = source.Text(MaxFeltText);
        return Felt.TryParse(text, out Felt value) ? value : throw new ProofFormatException("hash", "a field element as text", text);
    }

    private static Blake2sHash ReadHash(SerdeSource source)
    {
        Span<byte> bytes = stackalloc byte[Blake2sHash.ByteCount];
        source.Bytes(bytes);
        return Blake2sHash.FromBytes(bytes);
    }
}
