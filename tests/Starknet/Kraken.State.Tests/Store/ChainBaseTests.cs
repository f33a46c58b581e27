using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.State.Commitment;
using Kraken.State.Store;
using Kraken.Storage;
using Xunit;

namespace Kraken.State.Tests.Store;

/// <summary>Chains that begin on a block of another.</summary>
public sealed class ChainBaseTests
{
    // Far enough that the index of events has groups of which it never saw a block.
    private const ulong Number = 5000;

    private static readonly ChainBase Base = new(Number, static number => 100_000 + number, new Below());

    [Fact]
    public void WhatWasNeverWrittenIsReadFromBelow()
    {
        using MemoryStore medium = new();
        ChainStore chain = new(medium, Base);
        Assert.Equal((Number + 1, null), (chain.First, chain.LatestNumber));
        Assert.Equal((7, 8), ((int)At(chain.State, 1), (int)At(chain.State, 2)));
        Append(chain, (1, 70));
        Append(chain, (1, 0), (2, 80));
        Assert.Equal((0, 80), ((int)At(chain.State, 1), (int)At(chain.State, 2)));
        HistoricalState first = chain.StateAt(Number + 1)!;
        Assert.Equal((70, 8), ((int)At(first, 1), (int)At(first, 2)));
        Assert.Equal((Number + 1, null), (first.LastStorageUpdate(5, 1), first.LastStorageUpdate(5, 2)));
        Assert.Equal((3, 4, 9), ((int)Small(first.NonceAt(5)), (int)Small(first.ClassHashAt(5)), (int)Small(first.CompiledClassHashOf(4))));
        Assert.Throws<StateNotHeldException>(() => chain.StateAt(Number));
        Assert.Equal((100_000 + Number, 100_000 + Number - 7), (Small(chain.HashAt(Number)), Small(chain.HashAt(Number - 7))));
        Assert.Equal(chain.Header(Number + 2)!.Hash, chain.HashAt(Number + 2));

        // As it was, where it is opened again.
        ChainStore again = new(medium, Base);
        Assert.Equal((0, 80), ((int)At(again.State, 1), (int)At(again.State, 2)));
        Assert.Equal(Number + 1, again.OldestState);
        Assert.Equal(chain.Commitment.Roots, again.Commitment.Roots);
    }

    [Fact]
    public void TheFirstBlockFollowsTheOneBelow()
    {
        using MemoryStore medium = new();
        ChainStore chain = new(medium, Base);
        StateDiff diff = StateDiff.Empty;
        CommittedState commitment = StateCommitter.Commit(chain.State, chain.Commitment, diff);
        foreach ((ulong number, Felt parent) in ((ulong, Felt)[])[(0, default), (Number, 99_999 + Number), (Number + 1, 5)])
        {
            BlockRecord record = new(TestBlocks.Create(number, parent, commitment.Roots.Global), diff, commitment, [], []);
            Assert.Throws<ArgumentException>(() => chain.Append(record));
        }

        Append(chain);
        Assert.Equal(Number + 1, chain.LatestNumber);
    }

    [Fact]
    public void WhatIsTakenBackIsReadFromBelowAgain()
    {
        using MemoryStore medium = new();
        ChainStore chain = new(medium, Base);
        Append(chain, (1, 70));
        StateRoots roots = chain.Commitment.Roots;
        Append(chain, (1, 71), (2, 80));
        Assert.Equal(80, (int)At(chain.State, 2));
        chain.Rollback(Number + 1);
        Assert.Equal((70, 8), ((int)At(chain.State, 1), (int)At(chain.State, 2)));
        Assert.Equal(roots, chain.Commitment.Roots);
        Assert.Throws<StateNotHeldException>(() => chain.Rollback(Number));
        Append(chain, (2, 81));
        Assert.Equal((70, 81), ((int)At(chain.State, 1), (int)At(chain.State, 2)));
    }

    [Theory]
    [InlineData(Number)]
    [InlineData(3 * 1024)]
    [InlineData((3 * 1024) - 1)]
    public void EventsAreFoundFromTheFirstBlockOn(ulong number)
    {
        using MemoryStore medium = new();
        ChainBase below = Base with { Number = number };
        ChainStore chain = new(medium, below);
        for (int block = 0; block < 1100; block++)
        {
            Append(chain);
        }

        foreach (ChainStore read in (ChainStore[])[chain, new ChainStore(medium, below)])
        {
            IEventSearch search = read.SearchEvents(new EventQuery([1], [[2]]));
            Assert.Equal(number + 1, search.Next(number + 1, number + 1100));
            Assert.Equal(number + 1100, search.Next(number + 1100, number + 1100));
            Assert.Equal(number + 1101, read.SearchEvents(new EventQuery([2], [])).Next(number + 1, number + 1100));
        }
    }

    private static void Append(ChainStore chain, params (ulong Key, ulong Value)[] cells)
    {
        StateDiff diff = cells.Length == 0 ? StateDiff.Empty : new StateDiff
        {
            StorageDiffs = [new ContractStorageDiff(5, [.. cells.Select(cell => new StorageEntry(cell.Key, cell.Value))])],
        };
        CommittedState commitment = StateCommitter.Commit(chain.State, chain.Commitment, diff);
        ulong number = chain.LatestNumber + 1 ?? chain.First;
        chain.Append(new BlockRecord(
            TestBlocks.Create(number, chain.HashAt(number - 1), commitment.Roots.Global), diff, commitment, [], []));
    }

    private static ulong At(IStateReader state, ulong key) => Small(state.StorageAt(5, key));

    private static ulong Small(Felt value) => value.TryToUInt64(out ulong small) ? small : throw new InvalidOperationException($"{value}");

    private sealed class Below : IStateReader
    {
        public Felt StorageAt(in Felt contract, in Felt key) => contract == 5 ? key + 6 : Felt.Zero;

        public Felt NonceAt(in Felt contract) => 3;

        public Felt ClassHashAt(in Felt contract) => 4;

        public Felt CompiledClassHashOf(in Felt classHash) => 9;
    }
}
