using System;
using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.StarknetOs.Runs;
using Kraken.State;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints of contracts' entries and storage, and of undoing what a failed call did.</summary>
internal static class ContractHints
{
    private const string Reverted = "contract whose changes are undone";

    private static readonly Felt BlockHashContract = Felt.One;

    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) => new Dictionary<string, HintFactory>
    {
        ["InitializeStateChanges"] = _ => r =>
        {
            (VmMemory memory, IStateReader before) = (r.Memory, state.Block.Before);
            r.Scopes.Set(
                HintDictionaries.Initial,
                (Func<MaybeRelocatable, MaybeRelocatable>)(address => Entry(memory, before, address.Felt)));
        },
        ["InitializeClassHashes"] = _ => r =>
        {
            IStateReader before = state.Block.Before;
            r.Scopes.Set(
                HintDictionaries.Initial,
                (Func<MaybeRelocatable, MaybeRelocatable>)(classHash => before.CompiledClassHashOf(classHash.Felt)));
        },
        ["GetBlockHashMapping"] = ids => EntryOf(ids, _ => BlockHashContract),
        ["GetContractAddressStateEntry"] = ids => EntryOf(ids, ids["contract_address"].Felt),
        ["SetStateEntryToAccountContractAddress"] = ids => EntryOf(ids, ids["tx_info.account_contract_address"].Felt),
        ["PrepareStateEntryForRevert"] = ids =>
        {
            HintId address = ids["contract_address"];
            Action<HintRun> entry = EntryOf(ids, address.Felt);
            return r =>
            {
                entry(r);
                r.Scopes.Set(Reverted, address.Felt(r));
            };
        },
        ["ReadStorageKeyForRevert"] = ids =>
        {
            (HintId key, HintId previous) = (ids["storage_key"], ids["prev_value"]);
            return r => previous.Set(r, state.Cells[r.Scopes.Get<Felt>(Reverted), key.Felt(r)]);
        },
        ["WriteStorageKeyForRevert"] = ids =>
        {
            (HintId key, HintId value) = (ids["storage_key"], ids["value"]);
            return r => state.Cells[r.Scopes.Get<Felt>(Reverted), key.Felt(r)] = value.Felt(r);
        },
        ["WriteSyscallResult"] = ids =>
        {
            (HintId contract, HintId previous) = (ids["contract_address"], ids["prev_value"]);
            (HintId key, HintId value) = (ids["request.key"], ids["request.value"]);
            Action<HintRun> entry = EntryOf(ids, contract.Felt);
            return r =>
            {
                (Felt at, Felt cell) = (contract.Felt(r), key.Felt(r));
                previous.Set(r, state.Cells[at, cell]);
                state.Cells[at, cell] = value.Felt(r);
                entry(r);
            };
        },
        ["WriteOldBlockToStorage"] = ids =>
        {
            (HintId number, HintId hash) = (ids["old_block_number"], ids["old_block_hash"]);
            return r => state.Cells[BlockHashContract, number.Felt(r)] = hash.Felt(r);
        },
    };

    private static Action<HintRun> EntryOf(HintBinder ids, Func<HintRun, Felt> address)
    {
        (HintId changes, HintId entry) = (ids["contract_state_changes"], ids["state_entry"]);
        return r => entry.Set(r, HintDictionaries.Of(r).Get(changes.Pointer(r), address(r)));
    }

    // A contract as the block found it: class, storage changes, nonce.
    private static MaybeRelocatable Entry(VmMemory memory, IStateReader before, Felt address) =>
        memory.Place(before.ClassHashAt(address), memory.AddSegment(), before.NonceAt(address));
}
