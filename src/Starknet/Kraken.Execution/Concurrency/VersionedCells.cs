using System.Collections.Concurrent;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Concurrency;

/// <summary>
/// The state as each transaction of a block would find it, as far as known: the parent's values under what transactions write, those that
/// ran ahead included. All of it is a guess that the transaction's own turn checks. Safe for several threads, as the parent must be.
/// </summary>
/// <remarks>
/// The multi-version memory of [BLOCK-STM], without its estimates: what an outdated run wrote stands until the next one replaces it, and
/// who reads it goes on with it instead of waiting.
/// </remarks>
internal sealed class VersionedCells
{
    private readonly IStateReader parent;
    private readonly ConcurrentDictionary<CellName, VersionedCell> cells = new();

    /// <param name="parent">The state after the parent block.</param>
    /// <param name="beginning">What the block changed before its first transaction.</param>
    internal VersionedCells(IStateReader parent, IEnumerable<StateChange> beginning)
    {
        this.parent = parent;
        foreach (StateChange change in beginning)
        {
            Cell(CellName.Of(change)).Begin(change.After);
        }
    }

    /// <summary>A value before a transaction.</summary>
    internal Felt Read(in CellName name, Attempt reader, bool registers) => Cell(name).Read(parent, reader, registers);

    /// <summary>Sets what a transaction writes.</summary>
    /// <param name="index">The transaction.</param>
    /// <param name="before">What it was taken to write until now.</param>
    /// <param name="now">What it writes.</param>
    /// <returns>The runs that were given another value than they would be given now; may name one more than once.</returns>
    internal List<Attempt> Replace(int index, IReadOnlyList<StateChange> before, IReadOnlyList<StateChange> now)
    {
        List<Attempt> stale = [];
        HashSet<CellName>? written = before.Count == 0 ? null : [];
        foreach (StateChange change in now)
        {
            CellName name = CellName.Of(change);
            written?.Add(name);
            Cell(name).Set(parent, index, change.After, stale);
        }

        foreach (StateChange change in before)
        {
            CellName name = CellName.Of(change);
            if (!written!.Contains(name))
            {
                Cell(name).Set(parent, index, null, stale);
            }
        }

        return stale;
    }

    private VersionedCell Cell(in CellName name) => cells.GetOrAdd(name, static name => new(name));
}
