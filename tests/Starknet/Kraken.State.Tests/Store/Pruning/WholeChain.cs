using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;
using Kraken.State.Journal;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Storage.Journal;
using Xunit;

namespace Kraken.State.Tests.Store.Pruning;

/// <summary>A chain that drops nothing, and the model of what a chain that drops states must hold.</summary>
internal sealed class WholeChain : IDisposable
{
    private readonly MemoryStore medium = new();
    private readonly ChainStore store;
    private readonly List<HashSet<TriePlace>> places = [];
    private readonly HashSet<Felt> contracts = [];

    public WholeChain() => store = new ChainStore(medium);

    /// <summary>A journal whose generations last a few of the blocks here, so that records are at all stages at once.</summary>
    public static JournalLimits SmallJournal { get; } = new(6000, 8, 500, 400);

    /// <summary>The blocks, in order.</summary>
    public List<BlockRecord> Blocks { get; } = [];

    public IStateReader State => store.State;

    public void Dispose() => medium.Dispose();

    /// <summary>Makes the next block of what a transaction would do.</summary>
    public BlockRecord Append(Action<JournaledState> change)
    {
        JournaledState journal = new(store.State);
        change(journal);
        return Append(StateDiffs.Of(journal.Changes()));
    }

    /// <summary>Makes the next block of a diff.</summary>
    public BlockRecord Append(StateDiff diff)
    {
        CommittedState committed = StateCommitter.Commit(store.State, store.Commitment, diff);
        ulong number = (ulong)Blocks.Count;
        Block block = TestBlocks.Create(number, number == 0 ? default : Blocks[^1].Block.Header.Hash, committed.Roots.Global);
        BlockRecord record = new(block, diff, committed, [], [(byte)number]);
        store.Append(record);
        Blocks.Add(record);
        contracts.UnionWith(diff.StorageDiffs.Select(item => item.Address));
        places.Add(TriePlace.Of(store.StateAt(number)!, contracts));
        return record;
    }

    /// <summary>A medium holds exactly what the states from a block to its latest one need.</summary>
    public void AssertHeldExactly(IKeyValueStore pruned, ulong oldest)
    {
        ChainStore chain = new(pruned);
        ulong latest = chain.LatestNumber!.Value;
        Assert.Equal(oldest, chain.OldestState);
        AssertSameStates(chain, oldest, latest);
        using IStoreSnapshot held = ChainJournal.Over(pruned).Snapshot();
        Assert.Equal(Uses(oldest, latest), StoredNodes(held));
        Assert.Equal(
            Keys(ChainJournal.Over(medium), Table.History).Where(IsHeld(oldest, latest)), Keys(held, Table.History));
        Assert.Equal(
            Enumerable.Range((int)oldest, (int)(latest - oldest) + 1)
                .Select(number => Convert.ToHexString(StoreKey.Of(Table.Roots, (ulong)number))),
            Keys(pruned, Table.Roots));
    }

    private static SortedDictionary<Felt, ulong> StoredNodes(IStoreReader reader)
    {
        SortedDictionary<Felt, ulong> uses = [];
        foreach (StoreRecord record in reader.Scan(StoreKey.Single(Table.TrieNode)))
        {
            Assert.True(Felt.TryFromBytesBigEndian(record.Key.AsSpan(1, Felt.ByteCount), out Felt hash));
            Assert.True(NodeRecord.TryDecode(record.Value, out NodeRecord node));
            uses[hash] = uses.GetValueOrDefault(hash) + node.Uses;
        }

        return uses;
    }

    private static IEnumerable<string> Keys(IStoreReader reader, Table table) =>
        reader.Scan(StoreKey.Single(table)).Select(record => Convert.ToHexString(record.Key));

    // Keys of one cell follow each other, latest block first.
    private static Func<string, bool> IsHeld(ulong oldest, ulong latest)
    {
        string reached = string.Empty;
        return key =>
        {
            string cell = key[..^(2 * sizeof(ulong))];
            ulong block = StoreKey.BlockOf(Convert.FromHexString(key));
            if (block > latest || reached == cell)
            {
                return false;
            }

            reached = block <= oldest ? cell : reached;
            return true;
        };
    }

    private void AssertSameStates(ChainStore chain, ulong oldest, ulong latest)
    {
        StoredCell[] cells = [.. ChainJournal.Over(medium).Scan(StoreKey.Single(Table.Value)).Select(record => CellOf(record.Key))];
        for (ulong number = 0; number <= latest; number++)
        {
            if (number < oldest)
            {
                Assert.Throws<Starknet.Chain.StateNotHeldException>(() => chain.StateAt(number));
                continue;
            }

            HistoricalState expected = store.StateAt(number)!;
            HistoricalState got = chain.StateAt(number)!;
            Assert.Equal(expected.Roots, got.Roots);
            Assert.All(cells, cell => Assert.Equal(Read(expected, cell), Read(got, cell)));
            Assert.True(places[(int)number].SetEquals(TriePlace.Of(got, contracts)));
        }
    }

    // By definition: the places in the oldest state, and for each later block those that it put.
    private SortedDictionary<Felt, ulong> Uses(ulong oldest, ulong latest)
    {
        SortedDictionary<Felt, ulong> uses = [];
        for (int number = (int)oldest; number <= (int)latest; number++)
        {
            foreach (TriePlace place in places[number])
            {
                if (number == (int)oldest || !places[number - 1].Contains(place))
                {
                    uses[place.Hash] = uses.GetValueOrDefault(place.Hash) + 1;
                }
            }
        }

        return uses;
    }

    private static StoredCell CellOf(byte[] key)
    {
        Assert.True(Felt.TryFromBytesBigEndian(key.AsSpan(2, Felt.ByteCount), out Felt owner));
        Felt cell = default;
        Assert.True(key.Length == 2 + Felt.ByteCount || Felt.TryFromBytesBigEndian(key.AsSpan(2 + Felt.ByteCount), out cell));
        return new StoredCell(key[1], owner, cell);
    }

    private static (Felt Value, ulong? SetAt) Read(HistoricalState state, StoredCell cell) => cell.Kind switch
    {
        (byte)CellKind.Storage => (state.StorageAt(cell.Owner, cell.Key), state.LastStorageUpdate(cell.Owner, cell.Key)),
        (byte)CellKind.Nonce => (state.NonceAt(cell.Owner), null),
        (byte)CellKind.ClassHash => (state.ClassHashAt(cell.Owner), null),
        (byte)CellKind.CompiledClass => (state.CompiledClassHashOf(cell.Owner), null),
        _ => (state.StorageRootOf(cell.Owner), null),
    };
}
