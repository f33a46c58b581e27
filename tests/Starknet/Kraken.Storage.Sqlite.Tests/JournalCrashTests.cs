using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Storage.Journal;
using Xunit;

namespace Kraken.Storage.Sqlite.Tests;

/// <summary>A journal over SQLite's files as a crash at any byte, or a disk that lost or changed some, leaves them.</summary>
public sealed class JournalCrashTests : IDisposable
{
    private const byte Own = 9;
    private const int Batches = 60;

    private static readonly JournalTables Tables = new(Own, [1, 2]);
    private static readonly JournalLimits Small = new(2000, 20, 100, 200);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-journal-").FullName;
    private readonly List<string[]> moments = [];
    private readonly string path;
    private int files;

    public JournalCrashTests()
    {
        path = Path.Combine(folder, "written");
        using MemoryStore model = new();
        moments.Add([]);
        using JournaledStore store = new(SqliteStore.Open(path, SqliteDurability.ProcessEnd), Tables, Small);
        Random random = new(12);
        for (int number = 1; number <= Batches; number++)
        {
            WriteBatch batch = Changes(random, number);
            model.Write(batch);
            store.Write(batch);
            moments.Add(Records(model));
        }

        // As they are while the store is open: all is in the log.
        File.Copy(path, path + ".open");
        File.Copy(path + "-wal", path + ".open-wal");
    }

    [Fact]
    public void ALogThatIsCutAnywhereIsTheJournalAfterSomeBatchThatGoesOn()
    {
        byte[] log = File.ReadAllBytes(path + ".open-wal");
        Random random = new(13);
        HashSet<int> found = [];
        for (int round = 0; round < 80; round++)
        {
            found.Add(AssertMoment(log[..(int)((long)log.Length * (round + random.NextDouble()) / 80)]));
        }

        Assert.Equal(Batches, AssertMoment(log));
        Assert.True(found.Count > 20, $"{found.Count} moments");
    }

    [Fact]
    public void ALogWithAChangedByteIsTheJournalAfterSomeBatch()
    {
        byte[] log = File.ReadAllBytes(path + ".open-wal");
        Random random = new(14);
        for (int round = 0; round < 40; round++)
        {
            byte[] changed = [.. log];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            AssertMoment(changed);
        }
    }

    [Fact]
    public void AFileWithChangedBytesIsReadOrRefusedAndNothingElseIsThrown()
    {
        // The store was closed: all is in the file.
        byte[] content = File.ReadAllBytes(path);
        Random random = new(15);
        int refused = 0;
        for (int round = 0; round < 60; round++)
        {
            byte[] changed = [.. content];
            int at = random.Next(changed.Length);
            random.NextBytes(changed.AsSpan(at, Math.Min(64, changed.Length - at)));
            string damaged = NextPath();
            File.WriteAllBytes(damaged, changed);
            try
            {
                using JournaledStore store = new(SqliteStore.Open(damaged), Tables, Small);
                _ = Records(store);
                store.Write(Changes(random, Batches + 1));
                _ = Records(store);
            }
            catch (StoreException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 60);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static WriteBatch Changes(Random random, int number)
    {
        WriteBatch batch = new();
        batch.Put([3], [(byte)number]);
        for (int i = random.Next(30); i > 0; i--)
        {
            byte[] key = [(byte)(1 + random.Next(3)), 0, (byte)random.Next(100)];
            if (random.Next(4) == 0)
            {
                batch.Delete(key);
            }
            else
            {
                batch.Put(key, new byte[random.Next(40)]);
            }
        }

        return batch;
    }

    private static string[] Records(IStoreReader store) =>
        [.. store.Scan([]).Select(record => $"{Convert.ToHexString(record.Key)}={Convert.ToHexString(record.Value)}")];

    private int AssertMoment(byte[] log)
    {
        string crashed = NextPath();
        File.Copy(path + ".open", crashed);
        File.WriteAllBytes(crashed + "-wal", log);
        using JournaledStore store = new(SqliteStore.Open(crashed, SqliteDurability.ProcessEnd), Tables, Small);
        int number = store.TryGet([3], out byte[]? last) ? last[0] : 0;
        Assert.Equal(moments[number], Records(store));
        using MemoryStore model = new();
        WriteBatch all = new();
        store.Scan([]).ToList().ForEach(record => all.Put(record.Key, record.Value));
        model.Write(all);
        Random random = new(number);
        for (int i = 0; i < 5; i++)
        {
            WriteBatch next = Changes(random, number + i + 1);
            store.Write(next);
            model.Write(next);
        }

        Assert.Equal(Records(model), Records(store));
        return number;
    }

    private string NextPath() => Path.Combine(folder, $"{files++}");
}
