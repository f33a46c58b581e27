using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Storage.Journal;
using Xunit;

namespace Kraken.Storage.Tests.Journal;

/// <summary>What a journal writes below, and what is left when a process ends.</summary>
public sealed class JournaledStoreTests
{
    private const byte Own = 9;

    private static readonly JournalTables Tables = new(Own, [1, 2]);

    private static readonly JournalLimits Small = new(300, 8, 30, 64);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void WhatIsOpenedAfterAnyBatchIsWhatWasWritten(int seed)
    {
        using MemoryStore below = new();
        using MemoryStore model = new();
        using JournaledStore store = new(below, Tables, Small);
        Random random = new(seed);
        for (int number = 0; number < 300; number++)
        {
            WriteBatch batch = Changes(random);
            model.Write(batch);
            store.Write(batch);

            // All that a process that ends here leaves is below; another one goes on from there.
            using JournaledStore opened = new(below, Tables, Small);
            AssertSame(model, store);
            AssertSame(model, opened);
            AssertSettles(model, below);
        }
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void AWriteThatFailsChangesNothingAndIsDoneAgain(int seed, bool opensAgain)
    {
        using FailingStore below = new();
        using MemoryStore model = new();
        JournaledStore store = new(below, Tables, Small);
        Random random = new(seed);
        for (int number = 0; number < 300; number++)
        {
            WriteBatch batch = Changes(random);
            below.Fails = true;
            Assert.Throws<StoreException>(() => store.Write(batch));
            below.Fails = false;
            AssertSame(model, store);
            store = opensAgain ? new(below, Tables, Small) : store;
            AssertSame(model, store);
            store.Write(batch);
            model.Write(batch);
            AssertSame(model, store);
        }
    }

    [Fact]
    public void SnapshotsKeepTheirMomentWhileGenerationsSettle()
    {
        using MemoryStore below = new();
        using MemoryStore model = new();
        using JournaledStore store = new(below, Tables, Small);
        Random random = new(6);
        Queue<(IStoreSnapshot Expected, IStoreSnapshot Got)> moments = [];
        for (int number = 0; number < 300; number++)
        {
            WriteBatch batch = Changes(random);
            model.Write(batch);
            store.Write(batch);
            moments.Enqueue((model.Snapshot(), store.Snapshot()));
            if (moments.Count > 40)
            {
                (IStoreSnapshot expected, IStoreSnapshot got) = moments.Dequeue();
                AssertSame(expected, got);
                got.Dispose();
            }
        }
    }

    [Fact]
    public void AnotherInstanceThatWroteIsSeenByWhoMakesABatchAndWhoTakesASnapshot()
    {
        using MemoryStore below = new();
        using JournaledStore first = new(below, Tables, Small);
        using JournaledStore second = new(below, Tables, Small);
        Put(second, [1, 1], 1);
        Put(second, [1, 2], 2);
        using IStoreSnapshot snapshot = first.Snapshot();
        Assert.Equal(2, snapshot.Scan([1]).Count());
        first.Write(before =>
        {
            Assert.True(before.TryGet([1, 1], out byte[]? value));
            WriteBatch batch = new();
            batch.Put([1, 1], [(byte)(value[0] + 4)]);
            return batch;
        });
        Assert.True(first.TryGet([1, 1], out byte[]? written));
        Assert.Equal([5], written);
        Assert.Equal(2, first.Scan([1]).Count());
    }

    [Fact]
    public void ABatchWritesRowsOfItsScatteredRecordsAndNoneAtItsPlace()
    {
        using MemoryStore below = new();
        using JournaledStore store = new(below, Tables);
        WriteBatch batch = new();
        for (int i = 0; i < 100; i++)
        {
            batch.Put([1, (byte)i], new byte[30]);
        }

        batch.Put([3], [1]);
        store.Write(batch);
        Assert.Equal([1, 1, 5], below.Scan([]).GroupBy(record => (record.Key[0], record.Key.Length)).Select(group => group.Count()));
        Assert.All(below.Scan([Own, 0]), row => Assert.InRange(row.Value.Length, 1, JournalLimits.Default.RowBytes));
        Assert.False(below.TryGet([1, 0], out _));
    }

    [Fact]
    public void WhatTheJournalHoldsIsBoundedAndValuesThatWereReplacedNeverGetToTheirPlaces()
    {
        using CountingStore below = new();
        JournalLimits limits = new(2_000, 1_000, 100, 500);
        using JournaledStore store = new(below, Tables, limits);
        const int Batches = 500;
        for (int number = 0; number < Batches; number++)
        {
            WriteBatch batch = new();
            for (int i = 0; i < 5; i++)
            {
                batch.Put([1, (byte)i], new byte[20]);
            }

            store.Write(batch);

            // Two generations, and rows that are still to be deleted.
            Assert.InRange(below.Scan([Own]).Sum(record => record.Value.Length), 0, 4 * limits.GenerationBytes);
        }

        // 110 bytes a batch: a generation is 19 batches, in which each of five records is replaced 18 times.
        Assert.InRange(below.Written(1), 1, 5 * ((Batches / 19) + 1));
        Assert.Equal(5, store.Scan([1]).Count());
    }

    [Fact]
    public void ABatchLargerThanAGenerationIsSettledByTheNextOnes()
    {
        using MemoryStore below = new();
        using MemoryStore model = new();
        using JournaledStore store = new(below, Tables, Small);
        Random random = new(7);
        for (int number = 0; number < 60; number++)
        {
            WriteBatch batch = Changes(random);
            for (int i = 0; number % 7 == 0 && i < 500; i++)
            {
                batch.Put([2, (byte)random.Next(4), (byte)random.Next(256)], [(byte)i]);
            }

            store.Write(batch);
            model.Write(batch);
            AssertSame(model, store);
            using JournaledStore opened = new(below, Tables, Small);
            AssertSame(model, opened);
        }
    }

    [Fact]
    public void ADamagedRowIsReadOrRefusedAndNothingElseIsThrown()
    {
        using MemoryStore below = new();
        using (JournaledStore store = new(below, Tables))
        {
            WriteBatch batch = new();
            batch.Put([1, 2, 3], new byte[10]);
            batch.Delete([1, 2, 4]);
            batch.Put([2], []);
            store.Write(batch);
        }

        StoreRecord row = below.Scan([Own, 0]).Single();
        List<byte[]> damaged = [[.. row.Value, .. row.Value]];
        for (int i = 0; i < row.Value.Length; i++)
        {
            damaged.Add(row.Value[..i]);
            damaged.Add([.. row.Value[..i], (byte)(row.Value[i] ^ 0x81), .. row.Value[(i + 1)..]]);
        }

        int refused = 0;
        foreach (byte[] bytes in damaged)
        {
            WriteBatch damage = new();
            damage.Put(row.Key, bytes);
            below.Write(damage);
            if (Record.Exception(() => new JournaledStore(below, Tables)) is { } thrown)
            {
                Assert.Contains("row of batch 1", Assert.IsType<StoreException>(thrown).Message, StringComparison.Ordinal);
                refused++;
            }
        }

        // All that cut a change or alter a length; a key or a value that is another is for those to find who read it.
        Assert.True(refused > damaged.Count / 2, $"{refused} of {damaged.Count}");
    }

    [Fact]
    public void ADamagedStateIsSaid()
    {
        using MemoryStore below = new();
        Put(below, [Own], 1);
        Assert.Throws<StoreException>(() => new JournaledStore(below, Tables));
    }

    [Theory]
    [InlineData("0000000000000005", 16, 8, "expected batches 1 <= live <= growing <= next, got 5, 4 and 3 as the last")]
    [InlineData("0000000000000000", 16, 8, "expected batches 1 <= live <= growing <= next, got 0, ")]
    [InlineData("0000000000000009", 8, 8, "expected batches 1 <= live <= growing <= next, got ")]
    [InlineData("", 0, 23, "expected at least 24 bytes, got 1")]
    public void AStateOutOfOrderIsSaid(string bytes, int at, int length, string expected)
    {
        using MemoryStore below = ThreeBatches();
        Assert.True(below.TryGet([Own], out byte[]? state));
        WriteBatch damage = new();
        damage.Put([Own], [.. state[..at], .. Convert.FromHexString(bytes), .. state[(at + length)..24]]);
        below.Write(damage);
        StoreException refused = Assert.Throws<StoreException>(() => new JournaledStore(below, Tables));
        Assert.StartsWith("the journal's state: " + expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "the journal: expected row 0 of batch 2, got row 1")]
    [InlineData(1, "the journal: expected row 1 of batch 2, got row 2")]
    public void ARowThatIsMissingAmongOthersIsSaid(byte row, string expected)
    {
        using MemoryStore below = ThreeBatches();
        WriteBatch damage = new();
        damage.Delete([Own, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, row]);
        below.Write(damage);
        Assert.Equal(expected, Assert.Throws<StoreException>(() => new JournaledStore(below, Tables)).Message);
    }

    [Theory]
    [InlineData("09000000000000000400000000", "row of batch 4 of the journal is damaged")]
    [InlineData("09000000000000000000000000", "row of batch 0 of the journal is damaged")]
    [InlineData("0900000000000000040000", "the journal: expected keys of 13 bytes, got 0900000000000000040000")]
    public void ARowOfABatchThatNobodyWroteIsSaid(string key, string expected)
    {
        using MemoryStore below = ThreeBatches();
        WriteBatch damage = new();
        damage.Put(Convert.FromHexString(key), []);
        below.Write(damage);
        Assert.Equal(expected, Assert.Throws<StoreException>(() => new JournaledStore(below, Tables)).Message);
    }

    [Fact]
    public void WhatATableThatIsNoLongerScatteredLeftIsStillRead()
    {
        using MemoryStore below = ThreeBatches();
        using MemoryStore model = new();
        using (JournaledStore before = new(below, Tables))
        {
            WriteBatch all = new();
            before.Scan([]).ToList().ForEach(record => all.Put(record.Key, record.Value));
            model.Write(all);
        }

        using JournaledStore store = new(below, new JournalTables(Own, [2]));
        AssertSame(model, store);
        Put(store, [1, 1], 7);
        Put(model, [1, 1], 7);
        AssertSame(model, store);
    }

    [Fact]
    public void AReadDuringWhichBatchesSettleSeesAMomentThatWas()
    {
        using InterruptedStore below = new();
        using JournaledStore store = new(below, Tables, new JournalLimits(5, 100, 1, 64));
        Put(store, [1, 1], 1);
        for (int i = 0; i < 4; i++)
        {
            Put(store, [2, 0], 1);
        }

        below.BeforeFirst = () =>
        {
            WriteBatch moved = new();
            moved.Delete([1, 1]);
            moved.Put([1, 2], [2]);
            store.Write(moved);

            // Settles the first change of that batch alone.
            Put(store, [3], 1);
        };

        // There was a record at every moment.
        Assert.True(store.TryFirst([1], [1], out StoreRecord record));
        Assert.Equal("0102=02", Text(record));
    }

    private static MemoryStore ThreeBatches()
    {
        MemoryStore below = new();
        using JournaledStore store = new(below, Tables, new JournalLimits(60, 8, 1, 10));
        for (byte number = 1; number <= 3; number++)
        {
            WriteBatch batch = new();
            for (byte i = 0; i < 6; i++)
            {
                batch.Put([1, i], new byte[10]);
            }

            batch.Put([3, number], [1]);
            store.Write(batch);
        }

        return below;
    }

    private static void Put(IKeyValueStore store, byte[] key, byte value)
    {
        WriteBatch batch = new();
        batch.Put(key, [value]);
        store.Write(batch);
    }

    private static WriteBatch Changes(Random random)
    {
        WriteBatch batch = new();
        int count = random.Next(12);
        for (int i = 0; i < count; i++)
        {
            byte[] key = [(byte)(1 + random.Next(3)), (byte)random.Next(3), (byte)random.Next(6)];
            if (random.Next(3) == 0)
            {
                batch.Delete(key);
            }
            else
            {
                byte[] value = new byte[random.Next(9)];
                random.NextBytes(value);
                batch.Put(key, value);
            }
        }

        return batch;
    }

    // Batches of nothing settle what there is; then the store below has it all at its place.
    private static void AssertSettles(MemoryStore model, MemoryStore below)
    {
        using MemoryStore copy = new();
        WriteBatch all = new();
        below.Scan([]).ToList().ForEach(record => all.Put(record.Key, record.Value));
        copy.Write(all);
        using JournaledStore store = new(copy, Tables, new JournalLimits(1, 1, int.MaxValue, 1));
        for (int i = 0; i < 3; i++)
        {
            Put(store, [1], 1);
        }

        Assert.Equal(
            model.Scan([]).Select(Text), copy.Scan([]).Where(record => record.Key.Length > 1 && record.Key[0] != Own).Select(Text));
    }

    private static void AssertSame(IStoreReader expected, IStoreReader got)
    {
        StoreRecord[] records = [.. expected.Scan([])];
        Assert.Equal(records.Select(Text), got.Scan([]).Select(Text));
        Assert.Equal(expected.Scan([1, 1]).Select(Text), got.Scan([1, 1]).Select(Text));
        Assert.Equal(expected.Scan([2], [2, 1]).Select(Text), got.Scan([2], [2, 1]).Select(Text));
        for (byte table = 1; table <= 3; table++)
        {
            for (byte i = 0; i < 6; i++)
            {
                byte[] key = [table, 1, i];
                Assert.Equal(expected.TryGet(key, out byte[]? value), got.TryGet(key, out byte[]? found));
                Assert.Equal(value, found);
                Assert.Equal(
                    expected.TryFirst([table], key, out StoreRecord first) ? Text(first) : string.Empty,
                    got.TryFirst([table], key, out StoreRecord second) ? Text(second) : string.Empty);
            }
        }
    }

    private static string Text(StoreRecord record) => $"{Convert.ToHexString(record.Key)}={Convert.ToHexString(record.Value)}";
}
