using System;
using System.IO;
using System.Linq;
using Kraken.Storage.Tests;
using Xunit;

namespace Kraken.Storage.Sqlite.Tests;

/// <summary>The laws for the SQLite store, and what is left of it when its process ends.</summary>
public sealed class SqliteStoreTests : StorageLaws<SqliteStore>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-store-").FullName;
    private int files;

    [Fact]
    public void RecordsSurviveClosing()
    {
        string path = NextPath();
        using (SqliteStore store = SqliteStore.Open(path))
        {
            store.Write(Batch(1, 2, 3));
        }

        using SqliteStore again = SqliteStore.Open(path);
        Assert.Equal([1, 2, 3], again.Scan([]).Select(r => (int)r.Key[0]));
    }

    [Fact]
    public void AnOpenFileIsTold()
    {
        string path = NextPath();
        Assert.False(SqliteStore.IsOpenElsewhere(path));
        using (SqliteStore store = SqliteStore.Open(path))
        {
            store.Write(Batch(1));
            Assert.True(SqliteStore.IsOpenElsewhere(path));
            store.Write(Batch(2));
        }

        Assert.False(SqliteStore.IsOpenElsewhere(path));
        using SqliteStore again = SqliteStore.Open(path);
        again.Write(Batch(3));
        Assert.Equal([1, 2, 3], again.Scan([]).Select(r => (int)r.Key[0]));
    }

    [Fact]
    public void WhatAKilledProcessLeavesHasEveryWrittenBatch()
    {
        // The files as they are while the store is open are what a process leaves that is killed: nothing is flushed or closed.
        foreach (SqliteDurability durability in Enum.GetValues<SqliteDurability>())
        {
            string path = NextPath();
            using SqliteStore store = SqliteStore.Open(path, durability);
            for (int i = 0; i < 20; i++)
            {
                store.Write(Batch(i));
                string copy = NextPath();
                foreach (string suffix in new[] { string.Empty, "-wal" })
                {
                    File.Copy(path + suffix, copy + suffix);
                }

                using SqliteStore recovered = SqliteStore.Open(copy);
                Assert.Equal(Enumerable.Range(0, i + 1), recovered.Scan([]).Select(r => (int)r.Key[0]));
            }
        }
    }

    [Fact]
    public void ABatchCutOffInTheLogIsAbsentAsAWhole()
    {
        string path = NextPath();
        using SqliteStore store = SqliteStore.Open(path);
        store.Write(Batch(1, 2));
        long whole = new FileInfo(path + "-wal").Length;
        store.Write(Batch([.. Enumerable.Range(10, 100)]));
        byte[] log = File.ReadAllBytes(path + "-wal");
        for (long length = whole; length < log.Length; length += 1000)
        {
            string copy = NextPath();
            File.Copy(path, copy);
            File.WriteAllBytes(copy + "-wal", log[..(int)length]);
            using SqliteStore recovered = SqliteStore.Open(copy);
            Assert.Equal([1, 2], recovered.Scan([]).Select(r => (int)r.Key[0]));
        }
    }

    [Fact]
    public void AFileThatIsNoStoreIsRefused()
    {
        string path = NextPath();
        File.WriteAllText(path, new string('x', 5000));
        Assert.Throws<StoreException>(() => SqliteStore.Open(path));
    }

    [Fact]
    public void AClosedStoreThrows()
    {
        SqliteStore store = Create();
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.Write(Batch(1)));
        Assert.Throws<ObjectDisposedException>(() => store.TryGet([1], out _));
        Assert.Throws<ObjectDisposedException>(store.Snapshot);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // The weaker setting: the laws do not end the machine, and fsync is most of their time.
    protected override SqliteStore Create() => SqliteStore.Open(NextPath(), SqliteDurability.ProcessEnd);

    private static WriteBatch Batch(params int[] keys)
    {
        WriteBatch batch = new();
        foreach (int key in keys)
        {
            batch.Put([(byte)key], [(byte)key, 0]);
        }

        return batch;
    }

    private string NextPath() => Path.Combine(folder, $"{files++}.db");
}
