using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.State.Store;
using Kraken.State.Tests.Store.Pruning;
using Kraken.Storage;
using Kraken.Storage.Journal;
using Kraken.Storage.Tests.Journal;
using Xunit;

namespace Kraken.State.Tests.Store.Rollback;

/// <summary>A store whose newest blocks are taken back, against one that never had them.</summary>
public sealed class RollbackTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void AfterARollbackTheStoreIsAsIfTheBlocksHadNeverCome(int seed, bool settles)
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        using MemoryStore plain = new();
        JournalLimits limits = settles ? WholeChain.SmallJournal : JournalLimits.Default;
        ChainStore store = new(medium, default, limits);
        ChainStore expected = new(plain);
        RandomChanges changes = new(seed);
        List<BlockRecord> blocks = [.. Enumerable.Range(0, 60).Select(_ => whole.Append(changes.Apply))];
        blocks.ForEach(store.Append);
        blocks.Take(21).ToList().ForEach(expected.Append);
        store.Rollback(20);
        Assert.Equal(20ul, store.LatestNumber);
        Assert.Equal(Records(plain), Records(medium));
        whole.AssertHeldExactly(medium, 0);

        // The chain goes on from there, with what was remembered of the blocks that are gone out of the way.
        blocks.Skip(21).Take(9).ToList().ForEach(store.Append);
        whole.AssertHeldExactly(medium, 0);
        Assert.Equal(whole.Blocks[29].Commitment.Roots, store.Commitment.Roots);
        store.Rollback(20);
        store.Rollback(0);
        store.Rollback(0);
        blocks.Skip(1).ToList().ForEach(store.Append);
        whole.AssertHeldExactly(medium, 0);
    }

    [Fact]
    public void AnotherBranchTakesThePlaceOfTheFirst()
    {
        using WholeChain first = new();
        using WholeChain second = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        RandomChanges common = new(4);
        RandomChanges left = new(5);
        RandomChanges right = new(6);
        for (int number = 0; number < 30; number++)
        {
            BlockRecord block = first.Append((number < 10 ? common : left).Apply);
            store.Append(block);
            if (number < 10)
            {
                second.Append(block.StateDiff);
            }
        }

        store.Rollback(9);
        Assert.Equal(1, store.Rollbacks);
        for (int number = 10; number < 25; number++)
        {
            store.Append(second.Append(right.Apply));
        }

        second.AssertHeldExactly(medium, 0);
        Assert.All(first.Blocks.Skip(25), block => Assert.Null(store.NumberOf(block.Block.Header.Hash)));
    }

    [Fact]
    public void APrunedChainGoesBackToItsOldestStateAndNoFurther()
    {
        const int Kept = 6;
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium, StateRetention.Newest(Kept));
        RandomChanges changes = new(7);
        List<BlockRecord> blocks = [.. Enumerable.Range(0, 40).Select(_ => whole.Append(changes.Apply))];
        blocks.ForEach(store.Append);
        ulong oldest = store.OldestState;
        Assert.Equal(33ul, oldest);
        Assert.Throws<StateNotHeldException>(() => store.Rollback(oldest - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Rollback(40));
        store.Rollback(oldest);
        whole.AssertHeldExactly(medium, oldest);
        blocks.Skip(34).ToList().ForEach(store.Append);
        whole.AssertHeldExactly(medium, oldest);
    }

    [Fact]
    public void StatesOfBlocksThatAreGoneAreNotReadWhoeverHoldsThem()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        for (int number = 0; number < 6; number++)
        {
            store.Append(whole.Append(state => state.SetStorage(7, 1, state.StorageAt(7, 1) + Felt.One)));
        }

        HistoricalState kept = store.StateAt(2)!;
        HistoricalState gone = store.StateAt(4)!;
        store.Rollback(3);
        Assert.Equal(3, kept.StorageAt(7, 1));
        Assert.Equal(4, store.State.StorageAt(7, 1));
        Assert.Throws<StateNotHeldException>(() => gone.StorageAt(7, 1));
        whole.Blocks.Skip(4).ToList().ForEach(store.Append);

        // The same number, and here even the same values: another block nonetheless.
        Assert.Throws<StateNotHeldException>(() => gone.StorageAt(7, 1));
        Assert.Equal(5, store.StateAt(4)!.StorageAt(7, 1));
        store.Rollback(1);
        Assert.Throws<StateNotHeldException>(() => kept.StorageAt(7, 1));
    }

    [Fact]
    public void ARollbackThatFailsChangesNothingAndIsDoneAgain()
    {
        using WholeChain whole = new();
        using FailingStore medium = new();
        ChainStore store = new(medium, default, WholeChain.SmallJournal);
        RandomChanges changes = new(8);
        for (int number = 0; number < 30; number++)
        {
            store.Append(whole.Append(changes.Apply));
        }

        medium.Fails = true;
        Assert.Throws<StoreException>(() => store.Rollback(12));
        medium.Fails = false;
        Assert.Equal(29ul, store.LatestNumber);
        whole.AssertHeldExactly(medium, 0);
        Assert.Equal(whole.Blocks[29].Commitment.Roots, store.StateAt(29)!.Roots);
        store.Rollback(12);
        whole.AssertHeldExactly(medium, 0);
        Assert.Equal(12ul, new ChainStore(medium).LatestNumber);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ALongRollbackGoesInSteps(int beyond)
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        int last = ChainStore.RollbackStep + beyond;
        for (int number = 0; number <= last; number++)
        {
            store.Append(whole.Append(state => state.SetNonce(1, number + 1)));
        }

        store.Rollback(0);
        Assert.Equal(1 + beyond, store.Rollbacks);
        whole.AssertHeldExactly(medium, 0);
    }

    // All that the chain reads, wherever the journal has it.
    private static IEnumerable<string> Records(MemoryStore medium) => ChainJournal.Over(medium).Scan([])
        .Where(record => record.Key[0] != (byte)Table.Journal)
        .Select(record => $"{Convert.ToHexString(record.Key)}={Convert.ToHexString(record.Value)}");
}
