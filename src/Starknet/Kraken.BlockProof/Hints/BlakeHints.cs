using System;
using System.Collections.Generic;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.BlockProof.Hints;

/// <summary>The hints of lib/blake.cairo.</summary>
internal static class BlakeHints
{
    private const int MaxWords = 8;

    public static IReadOnlyDictionary<string, HintFactory> All { get; } = new Dictionary<string, HintFactory>
    {
        ["blake_words"] = WordsOf,
        ["is_last_block"] = ids =>
        {
            (HintId left, HintId isLast) = (ids["left"], ids["is_last"]);
            return r => isLast.Set(r, left.Integer(r) <= Blake2s.BlockWords);
        },
    };

    private static Action<HintRun> WordsOf(HintBinder ids)
    {
        (HintId data, HintId words, HintId isSmall) = (ids["data"], ids["words"], ids["is_small"]);
        return r =>
        {
            Span<uint> encoded = stackalloc uint[MaxWords];
            int count = BlakeFelt.Encode(r.Memory.GetFelt(data.Pointer(r)), encoded);
            Relocatable at = words.Pointer(r);
            for (int i = 0; i < count; i++)
            {
                r.Memory.Insert(at + i, (Felt)(ulong)encoded[i]);
            }

            isSmall.Set(r, count != MaxWords);
        };
    }
}
