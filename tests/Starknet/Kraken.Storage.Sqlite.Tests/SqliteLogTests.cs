using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Storage.Sqlite.Tests;

/// <summary>The write-ahead log stays within its bound, and loses nothing where it is moved.</summary>
public sealed class SqliteLogTests : IDisposable
{
    // So that a reader whose thread gets no processor for a while is not one that holds its snapshot for too long.
    private static readonly SqliteLogLimits Limits = new(256 << 10, 60_000);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-log-").FullName;
    private readonly Random random = new(5);

    private string Log => Path.Combine(folder, "chain.db-wal");

    [Fact]
    public void ManyBatchesStayWithinTheBound()
    {
        using SqliteStore store = Open();
        long written = 0;
        for (int number = 0; number < 600; number++)
        {
            written += Write(store, number);
            Assert.InRange(new FileInfo(Log).Length, 1, Limits.MaxBytes);
        }

        Assert.True(written > 2 * Limits.MaxBytes, "the bound was not reached without moving the log");
    }

    [Fact]
    public async Task ReadersWhoNeverLeaveTheLogAloneDoNotMakeItGrow()
    {
        using SqliteStore store = Open();
        Write(store, 0);
        using CancellationTokenSource done = new();
        Task<int>[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            int wrong = 0;
            IStoreSnapshot held = store.Snapshot();
            while (!done.Token.IsCancellationRequested)
            {
                // One is held at every moment.
                IStoreSnapshot next = store.Snapshot();
                wrong += Newest(held) > Newest(next) ? 1 : 0;
                held.Dispose();
                held = next;
            }

            held.Dispose();
            return wrong;
        }))];
        for (int number = 1; number < 300; number++)
        {
            Write(store, number);
            Assert.InRange(new FileInfo(Log).Length, 1, Limits.MaxBytes);
        }

        await done.CancelAsync();
        int[] wrong = await Task.WhenAll(readers);
        Assert.All(wrong, count => Assert.Equal(0, count));
    }

    [Fact]
    public void ASnapshotThatIsHeldKeepsItsMomentAndAfterwardsTheLogShrinks()
    {
        using SqliteStore store = Open(Limits with { MaxWaitMilliseconds = 1 });
        Write(store, 0);
        using (IStoreSnapshot held = store.Snapshot())
        {
            int number = 1;
            for (; new FileInfo(Log).Length <= 2 * Limits.MaxBytes; number++)
            {
                Write(store, number);
            }

            Assert.Equal(0, Newest(held));
            Assert.Equal(number - 1, Newest(store));
        }

        long highest = new FileInfo(Log).Length;
        for (int number = 10_000; new FileInfo(Log).Length > Limits.MaxBytes; number++)
        {
            Assert.InRange(number, 10_000, 11_000);
            Write(store, number);
        }

        Assert.True(highest > 2 * Limits.MaxBytes);
    }

    [Fact]
    public void WhatAKilledProcessLeavesWhileTheLogIsMovedHasEveryBatch()
    {
        using SqliteStore store = Open();
        SortedDictionary<string, string> model = [];
        for (int number = 0; number < 150; number++)
        {
            Write(store, number, model);

            // The file may be in the middle of a move, which only this thread's next batch could follow with a new log.
            string copy = Path.Combine(folder, $"copy-{number}.db");
            File.Copy(Path.Combine(folder, "chain.db"), copy);
            File.Copy(Log, copy + "-wal");
            using (SqliteStore left = SqliteStore.Open(copy))
            {
                Assert.Equal(
                    model,
                    new SortedDictionary<string, string>(left.Scan([]).ToDictionary(
                        record => Convert.ToHexString(record.Key), record => Convert.ToHexString(record.Value))));
            }

            File.Delete(copy);
        }
    }

    [Fact]
    public void ProcessesThatAreKilledOneAfterAnotherDoNotMakeItGrow()
    {
        SortedDictionary<string, string> model = [];
        string path = Path.Combine(folder, "chain.db");
        long written = 0;
        for (int kill = 0; written <= 4 * Limits.MaxBytes; kill++)
        {
            // The files that it leaves when it is killed, before it wrote as much as makes it move the log.
            string left = Path.Combine(folder, $"left-{kill}.db");
            using (SqliteStore store = SqliteStore.Open(path, SqliteDurability.ProcessEnd, Limits))
            {
                written += Write(store, kill, model) + Write(store, kill, model);
                File.Copy(path, left);
                File.Copy(path + "-wal", left + "-wal");
                Assert.InRange(new FileInfo(left + "-wal").Length, 1, Limits.MaxBytes);
            }

            File.Delete(path);
            path = left;
        }

        using SqliteStore last = SqliteStore.Open(path);
        Assert.Equal(model.Count, last.Scan([]).Count());
        Assert.All(last.Scan([]), record => Assert.Equal(model[Convert.ToHexString(record.Key)], Convert.ToHexString(record.Value)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private SqliteStore Open(SqliteLogLimits? limits = null) =>
        SqliteStore.Open(Path.Combine(folder, "chain.db"), SqliteDurability.ProcessEnd, limits ?? Limits);

    private static int Newest(IStoreReader reader) => reader.TryGet([0], out byte[]? value) ? BitConverter.ToInt32(value) : -1;

    // Some ten pages at random places; returns the bytes of the records.
    private long Write(SqliteStore store, int number, SortedDictionary<string, string>? model = null)
    {
        WriteBatch batch = new();
        batch.Put([0], BitConverter.GetBytes(number));
        for (int i = 0; i < 10; i++)
        {
            byte[] key = new byte[2];
            byte[] value = new byte[800];
            random.NextBytes(key);
            random.NextBytes(value);
            batch.Put(key, value);
        }

        store.Write(batch);
        foreach (StoreChange change in batch.Changes)
        {
            model?[Convert.ToHexString(change.Key)] = Convert.ToHexString(change.Value!);
        }

        return batch.Changes.Sum(change => change.Value!.LongLength);
    }
}
