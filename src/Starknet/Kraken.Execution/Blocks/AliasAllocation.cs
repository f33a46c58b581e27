using System.Collections.Generic;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Journal;

namespace Kraken.Execution.Blocks;

/// <summary>
/// Stateful compression: at the end of a block, new contract addresses and storage keys get short aliases in the alias contract, by
/// which state diffs name them on L1. The allocation is part of the state diff.
/// </summary>
public static class AliasAllocation
{
    /// <summary>
    /// The first alias. The counter of the alias contract lies at key 0 and begins here; smaller keys stand for themselves.
    /// </summary>
    public static Felt FirstAlias { get; } = 0x80;

    /// <summary>The last of the system contracts whose keys are not compressed.</summary>
    public static Felt LastUnaliased { get; } = 0xf;

    internal static void Run(JournaledState state, SystemContracts system)
    {
        SortedDictionary<Felt, SortedSet<Felt>> modified = Modified(state.Changes());
        Felt counter = state.StorageAt(system.Aliases, Felt.Zero);
        Felt next = counter.IsZero ? FirstAlias : counter;
        foreach ((Felt contract, SortedSet<Felt> keys) in modified)
        {
            foreach (Felt key in keys)
            {
                Allocate(state, system.Aliases, key, ref next);
            }

            Allocate(state, system.Aliases, contract, ref next);
        }

        state.SetStorage(system.Aliases, Felt.Zero, next);
    }

    private static void Allocate(JournaledState state, in Felt aliases, in Felt key, ref Felt next)
    {
        if (key >= FirstAlias && state.StorageAt(aliases, key).IsZero)
        {
            state.SetStorage(aliases, key, next);
            next += Felt.One;
        }
    }

    private static SortedDictionary<Felt, SortedSet<Felt>> Modified(List<StateChange> changes)
    {
        SortedDictionary<Felt, SortedSet<Felt>> modified = [];
        foreach (StateChange change in changes)
        {
            if (change.Kind == CellKind.CompiledClass)
            {
                continue;
            }

            if (!modified.TryGetValue(change.Owner, out SortedSet<Felt>? keys))
            {
                keys = [];
                modified.Add(change.Owner, keys);
            }

            if (change.Kind == CellKind.Storage && change.Owner > LastUnaliased)
            {
                keys.Add(change.Key);
            }
        }

        return modified;
    }
}
