using System.Collections.Generic;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.StarknetOs.Runs;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints that say where squashed changes go.</summary>
internal static class SquashedStateHints
{
    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) => new Dictionary<string, HintFactory>
    {
        ["InitStateUpdatePointers"] = _ => r => state.Pointers = new ChangePointers(r.Memory),
        ["SetStateUpdatePointersToNone"] = _ => _ => state.Pointers = null,
        ["EnterScopeWithAliases"] = _ => r => r.Scopes.Enter((HintDictionaries.Name, HintDictionaries.Of(r))),
        ["LoadStoragePtrAndPrevState"] = ids =>
        {
            (HintId key, HintId entry, HintId storage) =
                (ids["state_changes.key"], ids["squashed_prev_state"], ids["squashed_storage_ptr"]);
            return r =>
            {
                (Relocatable entryAt, Relocatable storageAt) = state.Pointers?.Of(key.Felt(r)) ?? ChangePointers.New(r.Memory);
                entry.Set(r, entryAt);
                storage.Set(r, storageAt);
            };
        },
        ["UpdateContractAddrToStoragePtr"] = ids =>
        {
            (HintId key, HintId entry, HintId storage) =
                (ids["state_changes.key"], ids["squashed_new_state"], ids["squashed_storage_ptr_end"]);
            return r => state.Pointers?.Set(key.Felt(r), entry.Pointer(r), storage.Pointer(r));
        },
        ["GuessAliasesContractStoragePtr"] = ids =>
        {
            (HintId entry, HintId storage) = (ids["prev_aliases_state_entry"], ids["squashed_aliases_storage_start"]);
            return r =>
            {
                (Relocatable entryAt, Relocatable storageAt) = state.Pointers?.Of(AliasHints.Contract) ?? ChangePointers.New(r.Memory);
                entry.Set(r, entryAt);
                storage.Set(r, storageAt);
            };
        },
        ["UpdateAliasesContractToStoragePtr"] = ids =>
        {
            (HintId entry, HintId storage) = (ids["new_aliases_state_entry"], ids["squashed_aliases_storage_end"]);
            return r => state.Pointers?.Set(AliasHints.Contract, entry.Pointer(r), storage.Pointer(r));
        },
        ["GuessStatePtr"] = ids =>
        {
            HintId start = ids["final_squashed_contract_state_changes_start"];
            return r => start.Set(r, state.Pointers?.Contracts ?? r.Memory.AddSegment());
        },
        ["UpdateStatePtr"] = ids =>
        {
            HintId end = ids["final_squashed_contract_state_changes_end"];
            return r =>
            {
                if (state.Pointers is { } pointers)
                {
                    pointers.Contracts = end.Pointer(r);
                }
            };
        },
        ["GuessClassesPtr"] = ids =>
        {
            HintId start = ids["squashed_dict"];
            return r => start.Set(r, state.Pointers?.Classes ?? r.Memory.AddSegment());
        },
        ["UpdateClassesPtr"] = ids =>
        {
            HintId end = ids["squashed_dict_end"];
            return r =>
            {
                if (state.Pointers is { } pointers)
                {
                    pointers.Classes = end.Pointer(r);
                }
            };
        },
    };
}
