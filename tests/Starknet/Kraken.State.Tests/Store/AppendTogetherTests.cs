using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.State.Store;
using Kraken.State.Store.Events;
using Kraken.State.Tests.Store.Pruning;
using Kraken.Storage;
using Xunit;

namespace Kraken.State.Tests.Store;

/// <summary>Blocks that are appended in one batch leave the store as if they had come one after another.</summary>
public sealed class AppendTogetherTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 7)]
    [InlineData(3, 40)]
    public void TheStoreIsAsIfTheyHadComeOneByOne(int seed, int batch)
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        RandomChanges changes = new(seed);
        List<BlockRecord> blocks = [.. Enumerable.Range(0, 60).Select(_ => whole.Append(changes.Apply))];
        foreach (BlockRecord[] together in blocks.Chunk(batch))
        {
            store.Append(together);
            whole.AssertHeldExactly(medium, 0);
        }

        Assert.Equal(59UL, store.LatestNumber);
        Assert.Equal(blocks[^1].Commitment.Roots, store.Commitment.Roots);
        ChainStore reopened = new(medium);
        for (ulong number = 0; number < 60; number++)
        {
            Assert.Equal(blocks[(int)number].Block.Header, reopened.Header(number));
            Assert.Equal(blocks[(int)number].Commitment.Roots, store.StateAt(number)!.Roots);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    public void OldStatesAreDroppedAllTheSame(ulong kept)
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium, StateRetention.Newest(kept));
        RandomChanges changes = new(4);
        List<BlockRecord> blocks = [.. Enumerable.Range(0, 40).Select(_ => whole.Append(changes.Apply))];
        foreach (BlockRecord[] together in blocks.Chunk(9))
        {
            store.Append(together);
        }

        Assert.Equal(39 - kept, store.OldestState);
        whole.AssertHeldExactly(medium, 39 - kept);
    }

    [Fact]
    public void BlocksThatDoNotFollowEachOtherAreRefusedAndNothingIsWritten()
    {
        using WholeChain whole = new();
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        RandomChanges changes = new(5);
        List<BlockRecord> blocks = [.. Enumerable.Range(0, 5).Select(_ => whole.Append(changes.Apply))];
        Assert.Throws<ArgumentException>(() => store.Append([blocks[0], blocks[1], blocks[3]]));
        Assert.Null(store.LatestNumber);
        Assert.Null(store.Header(0));
        store.Append(blocks);
        Assert.Equal(4UL, store.LatestNumber);
    }

    [Fact]
    public void EventsAreIndexedAcrossGroups()
    {
        using MemoryStore together = new();
        using MemoryStore single = new();
        EventIndex first = new(together);
        EventIndex second = new(single);
        foreach (ulong[] numbers in Enumerable.Range(0, (2 * EventIndex.GroupBlocks) + 50).Select(number => (ulong)number).Chunk(100))
        {
            WriteBatch batch = new();
            EventWindow window = first.Window;
            foreach (ulong number in numbers)
            {
                window = EventIndex.Put(batch, TestBlocks.Create(number, Felt.One, Felt.One), window);
                WriteBatch alone = new();
                EventWindow grown = EventIndex.Put(alone, TestBlocks.Create(number, Felt.One, Felt.One), second.Window);
                single.Write(alone);
                second.Added(grown, number);
            }

            together.Write(batch);
            first.Added(window, numbers[^1]);
        }

        Assert.Equal(single.Scan([]).Select(Text), together.Scan([]).Select(Text));

        static string Text(StoreRecord record) => $"{Convert.ToHexString(record.Key)} {Convert.ToHexString(record.Value)}";
    }
}
