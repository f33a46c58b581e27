using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Journal;

/// <summary>
/// A writable state over a parent. Every write is noted in a journal, so that a transaction, its execution phase or a failed inner
/// call is undone by going back to a checkpoint. Remembers initial values: a value written and set back leaves no trace in the changes.
/// Not safe for several threads.
/// </summary>
public sealed class JournaledState : IStateReader
{
    private readonly GuardedReader parent;
    private readonly Dictionary<Felt, ContractCells> contracts = [];
    private readonly Dictionary<Felt, StateCell> compiledClasses = [];
    private readonly List<(StateCell Cell, Felt Previous)> journal = [];
    private readonly List<StateCell> visited = [];
    private int walk;
    private int watch = 1;

    /// <summary>Begins with the parent's values; where the parent fails, reads throw a <see cref="StateUnavailableException"/>.</summary>
    public JournaledState(IStateReader parent) => this.parent = new GuardedReader(parent);

    /// <summary>The present position of the journal, to return to with <see cref="RevertTo"/>.</summary>
    public int Checkpoint => journal.Count;

    /// <summary>The storage cells that were read or written since <see cref="WatchStorage"/>, each once, undone writes included.</summary>
    public IReadOnlyList<StorageCell> VisitedStorage => visited.ConvertAll(cell => new StorageCell(cell.Owner, cell.Key));

    /// <summary>
    /// How many cells of <see cref="VisitedStorage"/> there were at <see cref="MarkVisited"/>; null when nobody marked since
    /// <see cref="WatchStorage"/>.
    /// </summary>
    public int? VisitedMark { get; private set; }

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) => Storage(contract, key).Current;

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) => Contract(contract).Nonce.Current;

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) => Contract(contract).ClassHash.Current;

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash) => CompiledClass(classHash).Current;

    /// <summary>Writes a storage cell.</summary>
    public void SetStorage(in Felt contract, in Felt key, in Felt value) => Set(Storage(contract, key), value);

    /// <summary>Sets a nonce; a revert of the journal takes it back.</summary>
    public void SetNonce(in Felt contract, in Felt nonce) => Set(Contract(contract).Nonce, nonce);

    /// <summary>Deploys a contract or replaces its class.</summary>
    public void SetClassHash(in Felt contract, in Felt classHash) => Set(Contract(contract).ClassHash, classHash);

    /// <summary>Declares a class, or migrates its compiled class hash.</summary>
    public void SetCompiledClassHash(in Felt classHash, in Felt compiledClassHash) => Set(CompiledClass(classHash), compiledClassHash);

    /// <summary>Begins anew to remember which storage cells are read and written.</summary>
    public void WatchStorage()
    {
        visited.Clear();
        VisitedMark = null;
        watch++;
    }

    /// <summary>Parts the cells of <see cref="VisitedStorage"/> from those that are read or written from now on.</summary>
    public void MarkVisited() => VisitedMark = visited.Count;

    /// <summary>Repeats a change of another journal: the cell gets the value after it.</summary>
    public void Apply(in StateChange change)
    {
        StateCell cell = change.Kind switch
        {
            CellKind.Storage => Storage(change.Owner, change.Key),
            CellKind.Nonce => Contract(change.Owner).Nonce,
            CellKind.ClassHash => Contract(change.Owner).ClassHash,
            _ => CompiledClass(change.Owner),
        };
        Set(cell, change.After);
    }

    /// <summary>Undoes all writes since a checkpoint.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The checkpoint lies ahead.</exception>
    public void RevertTo(int checkpoint)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(checkpoint, journal.Count);
        for (int i = journal.Count - 1; i >= checkpoint; i--)
        {
            (StateCell cell, Felt previous) = journal[i];
            cell.Current = previous;
        }

        journal.RemoveRange(checkpoint, journal.Count - checkpoint);
    }

    /// <summary>
    /// All writes that were not undone, one by one in their order: another journal that <see cref="Apply"/> repeats them in has the same
    /// changes since any checkpoint among them.
    /// </summary>
    public StateChange[] Writes()
    {
        walk++;
        StateChange[] writes = new StateChange[journal.Count];
        for (int i = journal.Count - 1; i >= 0; i--)
        {
            (StateCell cell, Felt before) = journal[i];
            writes[i] = new(cell.Kind, cell.Owner, cell.Key, before, cell.Walk == walk ? cell.Later : cell.Current);
            cell.Walk = walk;
            cell.Later = before;
        }

        return writes;
    }

    /// <summary>The values that differ from those at a checkpoint, each once, in the order of the first write.</summary>
    public List<StateChange> ChangesSince(int checkpoint)
    {
        walk++;
        List<StateChange> changes = [];
        for (int i = checkpoint; i < journal.Count; i++)
        {
            (StateCell cell, Felt before) = journal[i];
            if (cell.Walk == walk)
            {
                continue;
            }

            cell.Walk = walk;
            if (cell.Current != before)
            {
                changes.Add(new(cell.Kind, cell.Owner, cell.Key, before, cell.Current));
            }
        }

        return changes;
    }

    /// <summary>The values that differ from the parent's, each once, in no order.</summary>
    public List<StateChange> Changes()
    {
        List<StateCell> changed = [];
        foreach (ContractCells contract in contracts.Values)
        {
            contract.CollectChanged(changed);
        }

        foreach (StateCell cell in compiledClasses.Values)
        {
            if (cell.Current != cell.Initial)
            {
                changed.Add(cell);
            }
        }

        return changed.ConvertAll(cell => new StateChange(cell.Kind, cell.Owner, cell.Key, cell.Initial, cell.Current));
    }

    private StateCell Storage(in Felt contract, in Felt key)
    {
        StateCell cell = Contract(contract).Storage(key);
        if (cell.Watch != watch)
        {
            cell.Watch = watch;
            visited.Add(cell);
        }

        return cell;
    }

    private ContractCells Contract(in Felt address)
    {
        if (!contracts.TryGetValue(address, out ContractCells? cells))
        {
            cells = new(address, parent);
            contracts.Add(address, cells);
        }

        return cells;
    }

    private StateCell CompiledClass(in Felt classHash)
    {
        if (!compiledClasses.TryGetValue(classHash, out StateCell? cell))
        {
            cell = new(CellKind.CompiledClass, classHash, default, parent.CompiledClassHashOf(classHash));
            compiledClasses.Add(classHash, cell);
        }

        return cell;
    }

    private void Set(StateCell cell, in Felt value)
    {
        if (cell.Current != value)
        {
            journal.Add((cell, cell.Current));
            cell.Current = value;
        }
    }
}
