using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Journal;

namespace Kraken.State;

/// <summary>Turns changes of a journal into a state diff.</summary>
public static class StateDiffs
{
    /// <summary>The diff of the changes, sorted as its commitment wants it. Each value may stand in the changes once.</summary>
    public static StateDiff Of(IEnumerable<StateChange> changes)
    {
        SortedDictionary<Felt, List<StorageEntry>> storage = [];
        List<ContractClass> deployed = [];
        List<ContractClass> replaced = [];
        List<DeclaredClass> declared = [];
        List<DeclaredClass> migrated = [];
        List<NonceUpdate> nonces = [];
        foreach (StateChange change in changes)
        {
            switch (change.Kind)
            {
                case CellKind.Storage:
                    Entries(storage, change.Owner).Add(new(change.Key, change.After));
                    break;
                case CellKind.Nonce:
                    nonces.Add(new(change.Owner, change.After));
                    break;
                case CellKind.ClassHash:
                    (change.Before.IsZero ? deployed : replaced).Add(new(change.Owner, change.After));
                    break;
                default:
                    (change.Before.IsZero ? declared : migrated).Add(new(change.Owner, change.After));
                    break;
            }
        }

        ImmutableArray<ContractStorageDiff>.Builder storageDiffs = ImmutableArray.CreateBuilder<ContractStorageDiff>(storage.Count);
        foreach ((Felt contract, List<StorageEntry> entries) in storage)
        {
            storageDiffs.Add(new(contract, [.. entries]));
        }

        return new StateDiff
        {
            StorageDiffs = storageDiffs.MoveToImmutable(),
            DeployedContracts = [.. deployed],
            ReplacedClasses = [.. replaced],
            DeclaredClasses = [.. declared],
            MigratedClasses = [.. migrated],
            Nonces = [.. nonces],
        }.Sorted();
    }

    private static List<StorageEntry> Entries(SortedDictionary<Felt, List<StorageEntry>> storage, Felt contract)
    {
        if (!storage.TryGetValue(contract, out List<StorageEntry>? entries))
        {
            entries = [];
            storage.Add(contract, entries);
        }

        return entries;
    }
}
