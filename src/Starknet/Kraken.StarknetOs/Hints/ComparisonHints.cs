using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints that compare numbers, and those of the library that search and measure.</summary>
internal static class ComparisonHints
{
    public static IReadOnlyDictionary<string, HintFactory> All { get; } = new Dictionary<string, HintFactory>
    {
        ["IsRemainingGasLtInitialBudget"] = ids => BelowConstant(
            ids, "remaining_gas", "ENTRY_POINT_INITIAL_BUDGET", "is_remaining_gas_lt_initial_budget"),
        ["KeyLtMinAliasAllocValue"] = ids => BelowConstant(ids, "key", "MIN_VALUE_FOR_ALIAS_ALLOC", "key_lt_min_alias_alloc_value"),
        ["SetNUpdatesSmall"] = ids => BelowConstant(ids, "n_updates", "N_UPDATES_SMALL_PACKING_BOUND", "is_n_updates_small"),
        ["ContractAddressLeMaxForCompression"] = ids =>
        {
            (HintId address, HintId result) = (ids["contract_address"], ids["contract_address_le_max_for_compression"]);
            BigInteger most = ids.Constant("MAX_NON_COMPRESSED_CONTRACT_ADDRESS");
            return r => result.Set(r, address.Integer(r) <= most);
        },
        ["InitialGeRequiredGas"] = ids => Compare(
            ids, "initial_gas", "required_gas", "initial_ge_required_gas", (initial, required) => initial >= required),
        ["RemainingGasGtMax"] = ids => Compare(
            ids, "remaining_gas", "max_gas", "remaining_gas_gt_max", (remaining, most) => remaining > most),
        ["IsBlockNumberInBlockHashBuffer"] = ids =>
        {
            BigInteger buffer = ids.Constant("STORED_BLOCK_HASH_BUFFER");
            return Compare(
                ids, "request_block_number", "current_block_number", "is_block_number_in_block_hash_buffer",
                (requested, current) => current < buffer || requested > current - buffer);
        },
        ["3c88d21985b52981bb53ab7fc34168da"] = SearchSorted,
        ["ceadf83445b7ee6f66da2e51e89d22e6"] = ids =>
        {
            (HintId value, HintId result) = (ids["value"], ids["res"]);
            return r => result.Set(r, (BigInteger)(int)(value.Integer(r) - 1).GetBitLength());
        },
    };

    private static Action<HintRun> BelowConstant(HintBinder ids, string name, string bound, string result)
    {
        (HintId value, HintId isBelow) = (ids[name], ids[result]);
        BigInteger limit = ids.Constant(bound);
        return r => isBelow.Set(r, value.Integer(r) < limit);
    }

    private static Action<HintRun> Compare(
        HintBinder ids, string left, string right, string result, Func<BigInteger, BigInteger, bool> holds)
    {
        (HintId a, HintId b, HintId id) = (ids[left], ids[right], ids[result]);
        return r => id.Set(r, holds(a.Integer(r), b.Integer(r)));
    }

    // The first row of a sorted table whose key is not below the one asked for.
    private static Action<HintRun> SearchSorted(HintBinder ids)
    {
        (HintId table, HintId size, HintId count) = (ids["array_ptr"], ids["elm_size"], ids["n_elms"]);
        (HintId key, HintId index, HintId exists) = (ids["key"], ids["index"], ids["exists"]);
        return r =>
        {
            (Felt wanted, Relocatable start) = (key.Felt(r), table.Pointer(r));
            (int cells, int rows) = (HintRun.Count(size.Felt(r)), HintRun.Count(count.Felt(r)));
            int row = 0;
            while (row < rows && r.Memory.GetFelt(start + ((long)row * cells)) < wanted)
            {
                row++;
            }

            index.Set(r, row);
            exists.Set(r, row < rows && r.Memory.GetFelt(start + ((long)row * cells)) == wanted);
        };
    }
}
