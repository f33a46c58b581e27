using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.StarknetOs.Output;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints of compressing the state diff.</summary>
internal static class CompressionHints
{
    public static IReadOnlyDictionary<string, HintFactory> All { get; } = new Dictionary<string, HintFactory>
    {
        // No keys are given to encrypt for, so it goes to the output.
        ["SetCompressedStart"] = ids =>
        {
            HintId start = ids["compressed_start"];
            return r => start.Set(r, r.Memory.AddTemporarySegment());
        },
        ["CompressionHint"] = ids =>
        {
            (HintId start, HintId end, HintId destination) = (ids["data_start"], ids["data_end"], ids["compressed_dst"]);
            return r =>
            {
                Relocatable from = start.Pointer(r);
                Felt[] values = r.Memory.GetFelts(from, (int)(end.Pointer(r).Offset - from.Offset));
                r.Memory.Load(destination.Pointer(r), [.. DiffCompression.Compress(values)]);
            };
        },
        ["DictionaryFromBucket"] = _ => r => r.Scopes.Set(
            HintDictionaries.Initial, (Func<MaybeRelocatable, MaybeRelocatable>)(_ => Felt.Zero)),
        ["GetPrevOffset"] = ids =>
        {
            (HintId dict, HintId bucket, HintId offset) = (ids["dict_ptr"], ids["bucket_index"], ids["prev_offset"]);
            return r => offset.Set(r, HintDictionaries.Of(r).Get(dict.Pointer(r), bucket.Get(r)));
        },
        ["SetDecompressedDst"] = ids =>
        {
            (HintId packed, HintId bound, HintId destination) = (ids["packed_felt"], ids["elm_bound"], ids["decompressed_dst"]);
            return r => r.Memory.Insert(
                destination.Pointer(r), Felt.FromBigInteger(BigInteger.Remainder(packed.Integer(r), bound.Integer(r))));
        },
    };
}
