using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Journal;
using Kraken.Trie;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// Counts the nodes of storage tries that a block replaces, before any is hashed. A contract chooses its storage keys, and may choose them
/// such that each has nearly 251 nodes of its own above it, ten times what gas and state diff words take it for; hashing them is what the
/// commitment to a state takes time for, and nothing interrupts it. Not safe for several threads.
/// </summary>
/// <param name="parent">The tries of the block below.</param>
/// <param name="limit">The most nodes.</param>
internal sealed class TrieWork(ICommitmentReader parent, long limit)
{
    private readonly Dictionary<Felt, TrieCover> contracts = [];
    private readonly HashSet<TrieCover> visited = [];
    private long count;
    private long more;

    /// <summary>Whether the cells that were looked at last are few enough by themselves.</summary>
    internal bool FitsAlone => more <= limit;

    /// <summary>The limit that was passed, in words.</summary>
    internal string Excess => $"trie nodes to hash: expected at most {limit}, got more";

    /// <summary>The storage cells that a transaction writes, with the aliases that the block's end gives to what has none.</summary>
    internal static IEnumerable<StorageCell> Written(IReadOnlyList<StateChange> changes, IStateReader before, BlockContext block)
    {
        HashSet<Felt> names = [];
        foreach (StateChange change in changes)
        {
            if (change.Kind != CellKind.CompiledClass)
            {
                names.Add(change.Owner);
            }

            if (change.Kind == CellKind.Storage)
            {
                names.Add(change.Key);
                yield return new StorageCell(change.Owner, change.Key);
            }
        }

        if (!block.Constants.Flags.StatefulCompression)
        {
            yield break;
        }

        // Beside the aliases the block's end writes their counter, at key 0.
        Felt aliases = block.Constants.System.Aliases;
        yield return new StorageCell(aliases, Felt.Zero);
        foreach (Felt name in names)
        {
            if (before.StorageAt(aliases, name).IsZero)
            {
                yield return new StorageCell(aliases, name);
            }
        }
    }

    /// <summary>The storage cells that a block writes.</summary>
    internal static IEnumerable<StorageCell> Written(StateDiff diff) =>
        diff.Entries().Where(entry => entry.List == StateDiffList.Storage).Select(entry => new StorageCell(entry.Owner, entry.Key));

    /// <summary>Whether there is room for writing further cells; those before them are forgotten unless they were kept.</summary>
    internal bool Fits(IEnumerable<StorageCell> cells)
    {
        count -= more;
        more = 0;
        foreach (TrieCover cover in visited)
        {
            cover.Forget();
        }

        visited.Clear();
        foreach (StorageCell cell in cells)
        {
            Visit(cell);
            if (!FitsAlone)
            {
                return false;
            }
        }

        return count <= limit;
    }

    /// <summary>The cells that were looked at last are in the block.</summary>
    internal void Keep()
    {
        more = 0;
        foreach (TrieCover cover in visited)
        {
            cover.Keep();
        }

        visited.Clear();
    }

    private void Visit(in StorageCell cell)
    {
        if (!contracts.TryGetValue(cell.Contract, out TrieCover? cover))
        {
            cover = new TrieCover(parent, parent.StorageRootOf(cell.Contract), StateCommitter.Height);
            contracts.Add(cell.Contract, cover);
        }

        visited.Add(cover);
        int before = cover.Count;
        try
        {
            cover.Add(cell.Key);
        }
        finally
        {
            count += cover.Count - before;
            more += cover.Count - before;
        }
    }
}
