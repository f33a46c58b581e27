using System;
using System.IO;
using System.Linq;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Storage.Sqlite;
using Kraken.Storage.Tests.Journal;
using Xunit;

namespace Kraken.State.Tests.Store.Pruning;

/// <summary>A process that ends at any of its writes leaves a store that holds exactly what its states need.</summary>
public sealed class PruningCrashTests : IDisposable
{
    private const int Kept = 3;

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-pruning-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AWriteThatFailsChangesNothingAndIsDoneAgain(bool reopens)
    {
        using WholeChain whole = new();
        using FailingStore medium = new();
        ChainStore store = new(medium, StateRetention.Newest(Kept), WholeChain.SmallJournal);
        RandomChanges changes = new(10);
        for (int number = 0; number < 30; number++)
        {
            BlockRecord block = whole.Append(changes.Apply);
            medium.Fails = true;
            Assert.Throws<StoreException>(() => store.Append(block));
            medium.Fails = false;
            if (number > 0)
            {
                whole.AssertHeldExactly(medium, Oldest(number - 1));
            }

            store = reopens ? new ChainStore(medium, StateRetention.Newest(Kept), WholeChain.SmallJournal) : store;
            store.Append(block);
            whole.AssertHeldExactly(medium, Oldest(number));
        }
    }

    [Fact]
    public void WhatAKilledProcessLeavesHoldsExactlyItsStates()
    {
        using WholeChain whole = new();
        string path = Path.Combine(folder, "chain.db");
        using SqliteStore medium = SqliteStore.Open(path);
        ChainStore store = new(medium, StateRetention.Newest(Kept), WholeChain.SmallJournal);
        RandomChanges changes = new(11);
        for (int number = 0; number < 12; number++)
        {
            string log = path + "-wal";
            long before = number == 0 ? 0 : new FileInfo(log).Length;
            store.Append(whole.Append(changes.Apply));

            // The log as it is after a part of the batch, up to all of it: as if the process ended, or the power went, there.
            long after = new FileInfo(log).Length;
            foreach (int part in (int[])[0, 1, 2, 3, 4])
            {
                string copy = Path.Combine(folder, $"{number}-{part}.db");
                File.Copy(path, copy);
                File.Copy(log, copy + "-wal");
                Truncate(copy + "-wal", before + ((after - before) * part / 4));
                using SqliteStore left = SqliteStore.Open(copy);
                ulong? latest = new ChainStore(left).LatestNumber;
                Assert.Equal(part == 4 ? (ulong)number : number == 0 ? null : (ulong)number - 1, latest);
                if (latest is { } reached)
                {
                    whole.AssertHeldExactly(left, Oldest((int)reached));
                    Assert.Null(FirstDifference(whole, left, reached, number));
                }
            }
        }
    }

    [Fact]
    public void AStoreThatSomethingElseWroteToIsNotCountedOn()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        store.Append(whole.Append(state => state.SetNonce(1, 1)));
        ChainStore second = new(medium);
        BlockRecord block = whole.Append(state => state.SetNonce(1, 2));
        second.Append(block);
        Assert.Contains(
            "something else", Assert.Throws<DamagedStoreException>(() => store.Append(block)).Message, StringComparison.Ordinal);
    }

    // The store that is left goes on to the end of the chain.
    private static Exception? FirstDifference(WholeChain whole, SqliteStore left, ulong reached, int last) => Record.Exception(() =>
    {
        ChainStore store = new(left, StateRetention.Newest(Kept), WholeChain.SmallJournal);
        whole.Blocks.Skip((int)reached + 1).ToList().ForEach(store.Append);
        whole.AssertHeldExactly(left, Oldest(last));
    });

    private static void Truncate(string path, long length)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
    }

    private static ulong Oldest(int latest) => (ulong)Math.Max(0, latest - Kept);
}
