using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Storage.Journal;
using Xunit;

namespace Kraken.State.Tests.Store.Pruning;

/// <summary>A store that keeps the newest states only, against one that keeps all.</summary>
public sealed class PruningTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(3, 2, true)]
    [InlineData(4, 3, false)]
    [InlineData(5, 7, true)]
    [InlineData(6, 16, false)]
    [InlineData(7, 16, true)]
    public void AfterEveryBlockExactlyWhatTheHeldStatesReachIsStored(int seed, int kept, bool settles)
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium, StateRetention.Newest((ulong)kept), settles ? WholeChain.SmallJournal : JournalLimits.Default);
        RandomChanges changes = new(seed);
        for (int number = 0; number < 60; number++)
        {
            store.Append(whole.Append(changes.Apply));
            whole.AssertHeldExactly(medium, (ulong)Math.Max(0, number - kept));
        }
    }

    [Fact]
    public void AStoreThatKeepsAllCountsTheSame()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        RandomChanges changes = new(7);
        for (int number = 0; number < 40; number++)
        {
            store.Append(whole.Append(changes.Apply));
        }

        whole.AssertHeldExactly(medium, 0);
    }

    [Fact]
    public void AnotherRetentionAfterARestartIsReachedFromWhereTheStoreStands()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        RandomChanges changes = new(8);
        ulong oldest = 0;
        foreach ((StateRetention retention, int blocks) in ((StateRetention, int)[])
        [
            (StateRetention.All, 12), (StateRetention.Newest(5), 6), (StateRetention.Newest(9), 10),
            (StateRetention.Newest(2), 5), (StateRetention.All, 7), (StateRetention.Newest(1), 4),
        ])
        {
            ChainStore store = new(medium, retention);
            for (int i = 0; i < blocks; i++)
            {
                BlockRecord block = whole.Append(changes.Apply);
                store.Append(block);
                ulong number = block.Block.Header.Number;

                // Here a block's changes are far below what one commit may catch up with.
                oldest = retention.Blocks is { } kept && number > kept ? Math.Max(oldest, number - kept) : oldest;
                whole.AssertHeldExactly(medium, oldest);
            }
        }
    }

    [Fact]
    public void AnOldStoreComesDownInBoundedSteps()
    {
        const int Old = 120;
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        for (int number = 0; number < Old; number++)
        {
            store.Append(whole.Append(state => Spread(state, number)));
        }

        ChainStore reopened = new(medium, StateRetention.Newest(4));
        List<ulong> steps = [];
        ulong oldest = 0;
        for (int number = Old; oldest < (ulong)(number - 1 - 4) || number == Old; number++)
        {
            int before = Records(medium);
            reopened.Append(whole.Append(state => state.SetNonce(1, number)));
            steps.Add(reopened.OldestState - oldest);
            oldest = reopened.OldestState;
            Assert.True(before - Records(medium) <= StatePruning.MaxCatchUpRecords + Largest(whole));
            whole.AssertHeldExactly(medium, oldest);
        }

        // Several states at a time, but not all at once.
        Assert.InRange(steps.Count, 3, Old / 2);
        Assert.All(steps, step => Assert.InRange(step, 1UL, (ulong)Old / 3));
    }

    [Fact]
    public void ABlockLargerThanTheBoundIsDroppedAllTheSame()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium, StateRetention.Newest(1));
        const int Cells = 3000;
        for (int number = 0; number < 4; number++)
        {
            store.Append(whole.Append(state =>
            {
                for (int cell = 0; cell < Cells; cell++)
                {
                    state.SetStorage(1, cell, number + 1);
                }
            }));
        }

        Assert.True(Largest(whole) > StatePruning.MaxCatchUpRecords);
        whole.AssertHeldExactly(medium, 2);
    }

    [Fact]
    public void TheStoreStaysAsLargeAsItIsWhileTheSameCellsAreRewritten()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        using MemoryStore kept = new();
        ChainStore store = new(medium, StateRetention.Newest(16));
        ChainStore all = new(kept);
        List<int> sizes = [];
        for (int number = 0; number < 500; number++)
        {
            BlockRecord block = whole.Append(state =>
            {
                for (int cell = 0; cell < 8; cell++)
                {
                    state.SetStorage(1 + (cell % 2), cell, number + 1);
                }

                state.SetNonce(1, number + 1);
            });
            store.Append(block);
            all.Append(block);
            sizes.Add(StateBytes(medium));
        }

        // The window is full after 17 blocks; from then on each block adds what it takes.
        Assert.Single(sizes.Skip(18).Distinct());
        Assert.True(StateBytes(kept) > 20 * sizes[^1]);
        whole.AssertHeldExactly(medium, 499 - 16);
    }

    [Fact]
    public void TheRecordedChainOfADevelopmentNodeIsHeldExactly()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium, StateRetention.Newest(4));
        StateDiff[] diffs = [GenesisState.Build(new GenesisDescription()), .. Recorded()];
        Assert.Equal(28, diffs.Length);
        for (int number = 0; number < diffs.Length; number++)
        {
            store.Append(whole.Append(diffs[number]));
            whole.AssertHeldExactly(medium, (ulong)Math.Max(0, number - 4));
        }
    }

    [Fact]
    public void BlocksAndAllTheyCarryStayWhenTheirStatesGo()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium, StateRetention.Newest(1));
        RandomChanges changes = new(9);
        for (int number = 0; number < 10; number++)
        {
            store.Append(whole.Append(changes.Apply));
        }

        foreach (BlockRecord block in whole.Blocks)
        {
            ulong number = block.Block.Header.Number;
            Assert.Equal(block.Block.Header, store.Header(number));
            Assert.Equal(block.Block.Transactions[0].Hash, store.Transactions(number).Single().Hash);
            Assert.Equal(block.Block.Receipts[0].TransactionHash, store.Receipts(number).Single().TransactionHash);
            Assert.Equal(StateDiffHash.Compute(block.StateDiff), StateDiffHash.Compute(store.StateDiff(number)!));
            Assert.Equal([(byte)number], store.Certificate(number)!);
        }
    }

    [Fact]
    public void AStateInUseSaysThatItWasDroppedAndNeverAnothersValue()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium, StateRetention.Newest(2));
        HistoricalState? early = null;
        for (int number = 0; number < 5; number++)
        {
            store.Append(whole.Append(state => state.SetStorage(1, 2, number + 1)));
            early ??= store.StateAt(0);
            if (number <= 2)
            {
                Assert.Equal(1, early!.StorageAt(1, 2));
            }
        }

        StateNotHeldException dropped = Assert.Throws<StateNotHeldException>(() => early!.StorageAt(1, 2));
        Assert.Equal((0UL, 2UL, 4UL), (dropped.Block, dropped.Oldest, dropped.Latest));
        Assert.Equal("the state of block 0 is no longer held; this node holds the states of blocks 2 to 4", dropped.Message);
        Assert.Throws<StateNotHeldException>(() => early!.LastStorageUpdate(1, 2));
        Assert.Throws<StateNotHeldException>(() => early!.TryGetNode(12345, out _));
        Assert.Throws<StateNotHeldException>(() => store.StateAt(1));
        Assert.Null(store.StateAt(5));
    }

    [Theory]
    [InlineData("all", null)]
    [InlineData("1", 1UL)]
    [InlineData("100000", 100_000UL)]
    public void RetentionIsReadAndWritten(string text, ulong? blocks)
    {
        Assert.True(StateRetention.TryParse(text, out StateRetention retention));
        Assert.Equal(blocks, retention.Blocks);
        Assert.Equal(text, retention.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("ALL")]
    [InlineData("18446744073709551616")]
    public void WhatIsNoRetentionIsRefused(string? text) => Assert.False(StateRetention.TryParse(text, out _));

    private static void Spread(Journal.JournaledState state, int number)
    {
        for (int cell = 0; cell < 40; cell++)
        {
            state.SetStorage(1 + (cell % 4), cell * 97, number + 1);
        }
    }

    private static int Largest(WholeChain whole) => whole.Blocks.Max(block => block.Commitment.Nodes.Count * 3);

    private static int Records(MemoryStore medium) => ChainJournal.Over(medium).Scan([]).Count();

    private static int StateBytes(MemoryStore medium) =>
        ((Table[])[Table.Value, Table.History, Table.TrieNode, Table.Roots, Table.OldestState])
            .Sum(table => ChainJournal.Over(medium).Scan(StoreKey.Single(table)).Sum(record => record.Key.Length + record.Value.Length));

    private static IEnumerable<StateDiff> Recorded()
    {
        using JsonDocument run = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(
            Repository.Root, "..", "shared", "data", "starknet", "devnet-run", "chain_contracts.json")));
        List<StateDiff> diffs = [];
        foreach (JsonElement step in run.RootElement.GetProperty("transactions").EnumerateArray())
        {
            Assert.True(
                StateDiffJson.TryDecode(step.GetProperty("state_diff"), out StateDiff? diff, out DecodeError? error), error?.ToString());
            diffs.Add(diff!);
        }

        return diffs;
    }
}
