using Kraken.Storage.Journal;
using Xunit;

namespace Kraken.Storage.Tests.Journal;

/// <summary>The laws for a journal over the store in memory that serves all tables, and whose generations last a few batches.</summary>
public sealed class JournaledStoreLaws : StorageLaws<JournaledStore>
{
    protected override JournaledStore Create() =>
        new(new MemoryStore(), new JournalTables(0x40, [0, 1, 2, 6, 7, 8, 0x7f, 0x80, 0xff]), new JournalLimits(40, 4, 3, 16));
}

/// <summary>The laws for a journal that serves some tables, and in which one batch is a generation.</summary>
public sealed class JournaledStoreOfSomeTablesLaws : StorageLaws<JournaledStore>
{
    protected override JournaledStore Create() =>
        new(new MemoryStore(), new JournalTables(0x40, [0, 7, 0x80]), new JournalLimits(1, 4, 1, 1));
}

/// <summary>The laws for a journal of which nothing is settled.</summary>
public sealed class JournaledStoreThatGrowsLaws : StorageLaws<JournaledStore>
{
    protected override JournaledStore Create() => new(new MemoryStore(), new JournalTables(0x40, [1, 2, 0x7f, 0xff]));

    [Fact]
    public void ItsOwnTableIsNotItsUsers()
    {
        using JournaledStore store = Create();
        WriteBatch batch = new();
        batch.Put([0x40, 1], [1]);
        Assert.Throws<StoreException>(() => store.Write(batch));
        batch.Clear();
        batch.Put([1], [1]);
        store.Write(batch);
        Assert.False(store.TryGet([0x40], out _));
        Assert.Empty(store.Scan([0x40]));
        Assert.Single(store.Scan([]));
        Assert.Throws<System.ArgumentException>(() => new JournalTables(1, [1]));
    }
}
