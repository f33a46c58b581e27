using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.BlockProof.Hints;

/// <summary>
/// The hints of the modules <c>lib.*</c> by their text. What they write is a guess; docs/block-proof.md names the assertion that
/// binds each.
/// </summary>
internal static class LibraryHints
{
    private static readonly BigInteger Range = BigInteger.One << 128;

    public static IReadOnlyDictionary<string, HintFactory> All { get; } = new Dictionary<string, HintFactory>
    {
        ["new_segment"] = _ => r => r.SetAp(r.Memory.AddSegment()),
        ["split_at_128"] = SplitAt128,
        ["exceeds_address_bound"] = ExceedsAddressBound,
        ["index_of_key"] = IndexOfKey,
        ["is_at_most"] = ids =>
        {
            (HintId a, HintId b, HintId isAtMost) = (ids["a"], ids["b"], ids["is_at_most"]);
            return r => isAtMost.Set(r, a.Integer(r) <= b.Integer(r));
        },
    }.Concat(SquashHints.All).Concat(BlakeHints.All).ToDictionary();

    private static Action<HintRun> SplitAt128(HintBinder ids)
    {
        (HintId value, HintId high, HintId low) = (ids["value"], ids["high"], ids["low"]);
        return r =>
        {
            high.Set(r, value.Integer(r) / Range);
            low.Set(r, value.Integer(r) % Range);
        };
    }

    private static Action<HintRun> ExceedsAddressBound(HintBinder ids)
    {
        (HintId high, HintId low, HintId exceeds) = (ids["high"], ids["low"], ids["exceeds"]);
        return r => exceeds.Set(r, (high.Integer(r) * Range) + low.Integer(r) >= ContractAddresses.UpperBound);
    }

    private static Action<HintRun> IndexOfKey(HintBinder ids)
    {
        (HintId table, HintId size, HintId count) = (ids["table"], ids["size"], ids["count"]);
        (HintId key, HintId index) = (ids["key"], ids["index"]);
        return r =>
        {
            Felt wanted = key.Felt(r);
            int cells = HintRun.Count(size.Felt(r));
            int found = Enumerable.Range(0, HintRun.Count(count.Felt(r)))
                .FirstOrDefault(i => r.Memory.GetFelt(table.Pointer(r) + ((long)i * cells)) == wanted, -1);
            index.Set(r, found >= 0 ? found : throw new HintException("KeyNotFound", $"the table has no row of key {wanted}"));
        };
    }
}
