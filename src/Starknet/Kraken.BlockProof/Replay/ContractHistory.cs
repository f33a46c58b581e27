using System.Collections.Generic;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.BlockProof.Replay;

/// <summary>The storage of one contract through a block, transaction by transaction.</summary>
public sealed class ContractHistory
{
    private readonly IStateReader parent;
    private readonly Felt contract;
    private readonly Dictionary<Felt, List<(int Index, Felt After)>> changes = [];

    /// <summary>Takes the contract's changes from the transactions' outcomes.</summary>
    public ContractHistory(IStateReader parent, Felt contract, IReadOnlyList<ExecutedOutcome> outcomes)
    {
        this.parent = parent;
        this.contract = contract;
        for (int index = 0; index < outcomes.Count; index++)
        {
            foreach (StateChange change in outcomes[index].Changes)
            {
                if (change.Kind == CellKind.Storage && change.Owner == contract)
                {
                    Add(change.Key, index, change.After);
                }
            }
        }
    }

    /// <summary>The value of a cell after the previous block.</summary>
    public Felt Previous(Felt key) => parent.StorageAt(contract, key);

    /// <summary>The value of a cell before a transaction.</summary>
    public Felt Before(int transaction, Felt key)
    {
        int last = changes.TryGetValue(key, out List<(int Index, Felt After)>? list)
            ? list.FindLastIndex(change => change.Index < transaction)
            : -1;
        return last >= 0 ? list![last].After : Previous(key);
    }

    /// <summary>The value of a cell after a transaction.</summary>
    public Felt After(int transaction, Felt key) => Before(transaction + 1, key);

    /// <summary>Whether a transaction of the block before this one changed the cell.</summary>
    public bool ChangedBefore(int transaction, Felt key) =>
        changes.TryGetValue(key, out List<(int Index, Felt After)>? list) && list[0].Index < transaction;

    /// <summary>Whether a transaction of the block after this one changed the cell.</summary>
    public bool ChangedAfter(int transaction, Felt key) =>
        changes.TryGetValue(key, out List<(int Index, Felt After)>? list) && list[^1].Index > transaction;

    private void Add(Felt key, int index, Felt after)
    {
        if (!changes.TryGetValue(key, out List<(int Index, Felt After)>? list))
        {
            list = [];
            changes.Add(key, list);
        }

        list.Add((index, after));
    }
}
