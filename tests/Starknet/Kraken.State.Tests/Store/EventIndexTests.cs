using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Receipts;
using Kraken.State.Commitment;
using Kraken.State.Store;
using Kraken.State.Store.Events;
using Kraken.Storage;
using Xunit;

namespace Kraken.State.Tests.Store;

/// <summary>The index of events beside a search that reads every block.</summary>
public sealed class EventIndexTests : IDisposable
{
    // Three groups and some: one turned and dropped, one being turned, one growing.
    private const int Blocks = (3 * EventIndex.GroupBlocks) + 100;
    private const int Seed = 5;

    private readonly MemoryStore database = new();
    private readonly List<TransactionReceipt> receipts = [];
    private readonly EventIndex index;

    public EventIndexTests()
    {
        index = new EventIndex(database);
        Random random = new(Seed);
        for (ulong number = 0; number < Blocks; number++)
        {
            Add(ReceiptOf(number, random));
        }
    }

    public void Dispose() => database.Dispose();

    public static TheoryData<string> Queries =>
        ["address 7", "rare", "key 3 at 1", "either of two", "both", "nobody", "anything", "position 20"];

    [Theory]
    [MemberData(nameof(Queries))]
    public void ASearchNamesEveryBlockThatHasEventsAndHardlyAnyOther(string name)
    {
        EventQuery query = QueryOf(name);
        foreach (EventIndex searched in (EventIndex[])[index, new EventIndex(database)])
        {
            List<ulong> named = Named(new EventSearch(searched, query), 0, Blocks - 1);
            ulong[] having =
                [.. Enumerable.Range(0, Blocks).Where(number => Matches(query, receipts[number])).Select(number => (ulong)number)];
            Assert.Empty(having.Except(named));
            int likely = receipts.Count(receipt => MayMatch(query, receipt));
            Assert.True(name is "anything" or "position 20" || named.Count <= likely + 2, $"{named.Count} for {likely}");
            Assert.Equal(name == "nobody", having.Length == 0);
        }
    }

    [Fact]
    public void ASearchKeepsToItsBlocks()
    {
        EventSearch search = new(index, QueryOf("address 7"));
        List<ulong> all = Named(search, 0, Blocks - 1);
        for (int at = 0; at < all.Count; at += 97)
        {
            ulong number = all[at];
            Assert.Equal(number, search.Next(number, number));
            Assert.Equal(number, search.Next(number, Blocks));
            Assert.Equal(number, search.Next(number, number - 1 == ulong.MaxValue ? 0 : number - 1));
            Assert.Equal(at + 1 < all.Count ? all[at + 1] : Blocks, search.Next(number + 1, Blocks - 1));
        }

        // What is not indexed may have anything.
        Assert.Equal((ulong)Blocks, search.Next(Blocks, Blocks + 5));
    }

    [Fact]
    public void TheIndexTakesABoundedNumberOfBytesABlock()
    {
        long bytes = database.Scan([]).Sum(record => (long)record.Key.Length + record.Value.Length);
        int filters = database.Scan([(byte)Table.EventBits]).Count();
        Assert.InRange(filters, EventIndex.GroupBlocks, 2 * EventIndex.GroupBlocks);

        // 2 KiB in filters or in rows, and a row's key.
        Assert.InRange(bytes, Blocks * 1024L, Blocks * (EventBits.ByteCount + 512L));
        Assert.True(database.TryGet(StoreKey.Of(Table.EventRow, 0, 0), out byte[]? row) || database.Scan([(byte)Table.EventRow]).Any());
        Assert.True(row is null || row.Length == EventIndex.RowBytes);
    }

    [Fact]
    public void AStoreWithoutAnIndexGetsItInSmallBatchesThatMayBeInterrupted()
    {
        using MemoryStore older = new();
        EventIndex begun = new(older);
        int read = 0;
        Assert.Throws<OperationCanceledException>(() => begun.CatchUp(Blocks, number => ++read > 1000
            ? throw new OperationCanceledException()
            : [receipts[(int)number]]));
        EventIndex again = new(older);
        Assert.Equal(1000UL / EventIndex.OpeningStep * EventIndex.OpeningStep, again.Count);
        again.CatchUp(Blocks, number => [receipts[(int)number]]);
        Assert.Equal((ulong)Blocks, again.Count);
        Assert.Equal(Records(database), Records(older));
        Assert.Equal(
            Named(new EventSearch(index, QueryOf("address 7")), 0, Blocks - 1),
            Named(new EventSearch(again, QueryOf("address 7")), 0, Blocks - 1));
    }

    [Fact]
    public void WhatIsTakenBackIsAsIfItHadNeverCome()
    {
        (string, string)[] whole = Records(database);
        foreach (int blocks in (int[])[1, 99, 100, 101, 256])
        {
            ulong left = (ulong)(Blocks - blocks);
            using MemoryStore shorter = new();
            EventIndex never = new(shorter);
            never.CatchUp(left, number => [receipts[(int)number]]);
            database.Write(before =>
            {
                WriteBatch batch = new();
                EventIndex.TakeBack(batch, before, Blocks - 1, left - 1);
                return batch;
            });
            index.Reload();
            Assert.Equal(left, index.Count);
            Assert.Equal(Records(shorter), Records(database));
            Assert.Equal(
                Named(new EventSearch(never, QueryOf("address 7")), 0, left - 1),
                Named(new EventSearch(index, QueryOf("address 7")), 0, left - 1));
            index.CatchUp(Blocks, number => [receipts[(int)number]]);
            Assert.Equal(whole, Records(database));
        }
    }

    [Fact]
    public void AQueryOfManyValuesIsSearchedByThoseThatFit()
    {
        ImmutableArray<Felt> most =
            [.. Enumerable.Range(0, EventSearch.MaxValues).Select(value => (Felt)(7 + (1_000_000UL * (ulong)value)))];
        Assert.Equal(
            Named(new EventSearch(index, QueryOf("address 7")), 0, 2000),
            Named(new EventSearch(index, new EventQuery(most, [])), 0, 2000));
        List<ulong> every = Named(new EventSearch(index, new EventQuery(most.Add(5), [])), 0, 1000);
        Assert.True(every.Count > 900);
        Assert.Empty(Named(new EventSearch(index, new EventQuery(most.Add(5), [[999]])), 0, 1000));
    }

    [Fact]
    public void TheChainIndexesWhatItAppendsInTheSameBatch()
    {
        using MemoryStore stored = new();
        ChainStore chain = new(stored);
        for (int i = 0; i < 5; i++)
        {
            chain.Append(TestBlocks.After(chain, StateDiff.Empty, StateCommitter.Commit(chain.State, chain.Commitment, StateDiff.Empty)));
        }

        Assert.Equal(0UL, chain.SearchEvents(new EventQuery([1], [[2]])).Next(0, 4));
        Assert.Equal(5UL, chain.SearchEvents(new EventQuery([1], [[3]])).Next(0, 4));

        // As a program without the index leaves it.
        WriteBatch forget = new();
        foreach (StoreRecord record in stored.Scan([]).Where(record => record.Key[0] >= (byte)Table.EventBits).ToArray())
        {
            forget.Delete(record.Key);
        }

        (string, string)[] before = OfEvents(stored);
        stored.Write(_ => forget);
        ChainStore reopened = new(stored);
        Assert.Equal(before, OfEvents(stored));
        Assert.Equal(3UL, reopened.SearchEvents(new EventQuery([1], [[2]])).Next(3, 4));
    }

    private static (string Key, string Value)[] OfEvents(MemoryStore store) =>
        [.. Records(store).Where(record => Convert.FromHexString(record.Key)[0] >= (byte)Table.EventBits)];

    private static (string Key, string Value)[] Records(MemoryStore store) =>
        [.. store.Scan([]).Select(record => (Convert.ToHexString(record.Key), Convert.ToHexString(record.Value)))];

    private static List<ulong> Named(EventSearch search, ulong from, ulong to)
    {
        List<ulong> named = [];
        for (ulong number = search.Next(from, to); number <= to; number = search.Next(number + 1, to))
        {
            named.Add(number);
        }

        return named;
    }

    private static EventQuery QueryOf(string name) => name switch
    {
        "address 7" => new([7], []),
        "rare" => new([], [[123_456]]),
        "key 3 at 1" => new([], [[], [3]]),
        "either of two" => new([7, 8], [[1, 123_456]]),
        "both" => new([7], [[1], [3]]),
        "nobody" => new([999], []),
        "position 20" => new([], [.. Enumerable.Repeat(ImmutableArray<Felt>.Empty, 20), [5]]),
        _ => new([], []),
    };

    private static bool Matches(EventQuery query, TransactionReceipt receipt) => receipt.Events.Any(item =>
        (query.Addresses.IsEmpty || query.Addresses.Contains(item.FromAddress))
        && query.Keys.Select((keys, i) => keys.IsEmpty || (i < item.Keys.Length && keys.Contains(item.Keys[i]))).All(met => met));

    // A filter of a block knows nothing of which key goes with which contract.
    private static bool MayMatch(EventQuery query, TransactionReceipt receipt) =>
        (query.Addresses.IsEmpty || receipt.Events.Any(item => query.Addresses.Contains(item.FromAddress)))
        && query.Keys.Select((keys, i) => keys.IsEmpty || receipt.Events.Any(item => i < item.Keys.Length && keys.Contains(item.Keys[i])))
            .All(met => met);

    // Some blocks have none, one in a thousand has a rare key.
    private static TransactionReceipt ReceiptOf(ulong number, Random random) => new()
    {
        TransactionHash = number,
        Type = Starknet.Transactions.TransactionType.Invoke,
        ActualFee = new(5),
        Gas = new(1, 2, 3),
        Events =
        [
            .. Enumerable.Range(0, number % 10 == 9 ? 0 : 20).Select(_ => new ContractEvent(
                (ulong)random.Next(40) < 1 ? 7 : (ulong)random.Next(8, 40),
                [
                    number % 1000 == 500 && random.Next(20) == 0 ? 123_456 : (Felt)(ulong)random.Next(3),
                    (ulong)random.Next(300), .. Enumerable.Repeat((Felt)5, random.Next(2) * 19),
                ],
                [])),
        ],
    };

    private void Add(TransactionReceipt receipt)
    {
        ulong number = (ulong)receipts.Count;
        receipts.Add(receipt);
        Block block = TestBlocks.Create(number, 0, 0) with { Receipts = [receipt] };
        WriteBatch batch = new();
        EventWindow grown = EventIndex.Put(batch, block, index.Window);
        database.Write(_ => batch);
        index.Added(grown, number);
    }
}
