using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Kraken.Storage.Tests;

/// <summary>What every store owes its users; each store derives its own suite.</summary>
public abstract class StorageLaws<TStore>
    where TStore : IKeyValueStore
{
    // Few bytes and short keys, so that keys are prefixes of each other and are written again; 0xff for the ends of ranges.
    private static readonly Gen<byte[]> Bytes = Gen.Elements<byte>(0, 1, 0x7f, 0x80, 0xff).ArrayOf();

    private static readonly Gen<byte[]> Keys = Bytes.Where(k => k.Length is > 0 and < 5);

    private static readonly Gen<(byte[] Key, byte[]? Value)> Changes =
        Keys.Zip(Gen.Frequency((3, Bytes.Select(v => (byte[]?)v)), (1, Gen.Constant((byte[]?)null))));

    private static readonly Gen<(byte[] Key, byte[]? Value)[][]> Histories = Changes.ArrayOf().ArrayOf();

    /// <summary>An empty store.</summary>
    protected abstract TStore Create();

    [Fact]
    public void BehavesAsASortedMapOfTheBatches() =>
        Prop.ForAll(Histories.ToArbitrary(), history =>
        {
            using TStore store = Create();
            SortedDictionary<byte[], byte[]> model = new(KeyOrder.Instance);
            foreach ((byte[] Key, byte[]? Value)[] changes in history)
            {
                store.Write(Batch(changes));
                Apply(model, changes);
                if (!Same(store, model))
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void ScansGiveTheKeysOfAPrefixFromAKeyOn() =>
        Prop.ForAll(Changes.ArrayOf().ToArbitrary(), Bytes.ToArbitrary(), Bytes.ToArbitrary(), (changes, prefix, from) =>
        {
            using TStore store = Create();
            store.Write(Batch(changes));
            SortedDictionary<byte[], byte[]> model = new(KeyOrder.Instance);
            Apply(model, changes);
            byte[] start = prefix.Length > 2 ? prefix[..2] : prefix;
            byte[][] expected = [.. model.Keys.Where(k => k.AsSpan().StartsWith(start) && k.AsSpan().SequenceCompareTo(from) >= 0)];
            byte[][] actual = [.. store.Scan(start, from).Select(r => r.Key)];
            using IStoreSnapshot snapshot = store.Snapshot();
            foreach (IStoreReader reader in (IStoreReader[])[store, snapshot])
            {
                bool found = reader.TryFirst(start, from, out StoreRecord first);
                if (found != (expected.Length > 0) || (found && !first.Key.AsSpan().SequenceEqual(expected[0])))
                {
                    return false;
                }
            }

            return expected.Length == actual.Length && expected.Zip(actual).All(p => p.First.AsSpan().SequenceEqual(p.Second));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void SnapshotsKeepTheirMoment() =>
        Prop.ForAll(Histories.ToArbitrary(), history =>
        {
            using TStore store = Create();
            SortedDictionary<byte[], byte[]> model = new(KeyOrder.Instance);
            List<(IStoreSnapshot Snapshot, SortedDictionary<byte[], byte[]> Model)> moments = [];
            foreach ((byte[] Key, byte[]? Value)[] changes in history)
            {
                moments.Add((store.Snapshot(), new(model, KeyOrder.Instance)));
                store.Write(Batch(changes));
                Apply(model, changes);
            }

            bool right = moments.All(m => Same(m.Snapshot, m.Model));
            moments.ForEach(m => m.Snapshot.Dispose());
            return right;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void LongScansGiveEveryRecordOnceInOrder()
    {
        using TStore store = Create();
        WriteBatch batch = new();
        for (int i = 0; i < 3000; i++)
        {
            batch.Put([7, (byte)(i >> 8), (byte)i], [(byte)i]);
        }

        batch.Put([6], []);
        batch.Put([8], []);
        store.Write(batch);
        Assert.Equal(Enumerable.Range(0, 3000), store.Scan([7]).Select(r => (r.Key[1] << 8) | r.Key[2]));
        Assert.Equal(
            Enumerable.Range(2000, 10),
            store.Scan([7], [7, 2000 >> 8, unchecked((byte)2000)]).Take(10).Select(r => (r.Key[1] << 8) | r.Key[2]));
        Assert.Equal(3002, store.Scan([]).Count());
    }

    [Fact]
    public async Task ABatchIsSeenWholeOrNotAtAll()
    {
        using TStore store = Create();
        bool done = false;
        Task<bool> reader = Task.Run(() =>
        {
            bool right = true;
            while (!System.Threading.Volatile.Read(ref done))
            {
                // All records are of one batch: all values are equal, and there are ten or none.
                using IStoreSnapshot snapshot = store.Snapshot();
                byte[][] values = [.. snapshot.Scan([1]).Select(r => r.Value)];
                right &= values.Length is 0 or 10 && values.All(v => v.AsSpan().SequenceEqual(values[0]));
                right &= !snapshot.TryGet([1, 3], out byte[]? single) || single.AsSpan().SequenceEqual(values[3]);
            }

            return right;
        });
        for (int round = 0; round < 200; round++)
        {
            WriteBatch batch = new();
            for (int i = 0; i < 10; i++)
            {
                batch.Put([1, (byte)i], BitConverter.GetBytes(round));
            }

            store.Write(batch);
        }

        System.Threading.Volatile.Write(ref done, true);
        Assert.True(await reader);
    }

    [Fact]
    public void ABatchMadeFromTheStoreSeesWhatIsBeforeItAndNobodyWritesInBetween()
    {
        using TStore store = Create();
        IStoreReader? kept = null;
        Parallel.For(0, 40, _ => store.Write(before =>
        {
            kept = before;
            int count = before.TryGet([1], out byte[]? value) ? value[0] : 0;
            Assert.Equal(count, before.Scan([2]).Count());
            WriteBatch batch = new();
            batch.Put([1], [(byte)(count + 1)]);
            batch.Put([2, (byte)count], []);
            return batch;
        }));
        Assert.True(store.TryGet([1], out byte[]? written));
        Assert.Equal([40], written);
        Assert.Equal(40, store.Scan([2]).Count());
        Assert.Throws<ObjectDisposedException>(() => kept!.TryGet([1], out byte[]? _));
    }

    [Fact]
    public void ABatchThatCannotBeMadeChangesNothing()
    {
        using TStore store = Create();
        store.Write(Batch([([1], [1])]));
        Assert.Throws<InvalidOperationException>(() => store.Write(_ => throw new InvalidOperationException("not made")));
        Assert.Single(store.Scan([]));
        store.Write(Batch([([2], [2])]));
        Assert.Equal(2, store.Scan([]).Count());
    }

    [Fact]
    public void NothingIsWrittenWhileABatchIsMade()
    {
        using TStore store = Create();
        Assert.Throws<StoreException>(() => store.Write(_ =>
        {
            store.Write(Batch([([1], [1])]));
            return Batch([([2], [2])]);
        }));
        Assert.Empty(store.Scan([]));
        store.Write(Batch([([3], [3])]));
        Assert.Single(store.Scan([]));
    }

    [Fact]
    public void WritersOfSeveralThreadsTakeTurns()
    {
        using TStore store = Create();
        Parallel.For(0, 40, i =>
        {
            WriteBatch batch = new();
            batch.Put([(byte)i], [(byte)i]);
            store.Write(batch);
        });
        Assert.Equal(40, store.Scan([]).Count());
    }

    [Fact]
    public void ADisposedSnapshotThrows()
    {
        using TStore store = Create();
        IStoreSnapshot snapshot = store.Snapshot();
        snapshot.Dispose();
        snapshot.Dispose();
        Assert.Throws<ObjectDisposedException>(() => snapshot.TryGet([1], out _));
    }

    [Fact]
    public void EmptyKeysAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new WriteBatch().Put([], new byte[1]));
        Assert.Throws<ArgumentException>(() => new WriteBatch().Delete([]));
    }

    private static WriteBatch Batch((byte[] Key, byte[]? Value)[] changes)
    {
        WriteBatch batch = new();
        foreach ((byte[] key, byte[]? value) in changes)
        {
            if (value is null)
            {
                batch.Delete(key);
            }
            else
            {
                batch.Put(key, value);
            }
        }

        return batch;
    }

    private static void Apply(SortedDictionary<byte[], byte[]> model, (byte[] Key, byte[]? Value)[] changes)
    {
        foreach ((byte[] key, byte[]? value) in changes)
        {
            if (value is null)
            {
                model.Remove(key);
            }
            else
            {
                model[key] = value;
            }
        }
    }

    private static bool Same(IStoreReader store, SortedDictionary<byte[], byte[]> model)
    {
        StoreRecord[] records = [.. store.Scan([])];
        return records.Length == model.Count
            && records.Zip(model)
                .All(p => p.First.Key.AsSpan().SequenceEqual(p.Second.Key) && p.First.Value.AsSpan().SequenceEqual(p.Second.Value))
            && model.All(m => store.TryGet(m.Key, out byte[]? value) && value.AsSpan().SequenceEqual(m.Value))
            && !store.TryGet([2, 2], out _);
    }

    private sealed class KeyOrder : IComparer<byte[]>
    {
        public static KeyOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
