using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Arena and pool never hand out memory twice, lend again what was given back, and free everything at their end.</summary>
public sealed unsafe class MemoryTests : IDisposable
{
    private const int CacheLine = 64;
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData((1 << 14) - 1)]
    [InlineData(1 << 14)]
    [InlineData((1 << 14) + 1)]
    [InlineData(600_000)]
    public void BuffersHoldWhatWasAskedFor(int length)
    {
        using NativeBuffer buffer = pool.Rent(length);
        Assert.InRange(buffer.Capacity, length, length + 4096);
        Assert.Equal(0u, (nuint)buffer.Words % CacheLine);
        buffer.Span(0, length).Fill(7);
        Assert.Equal(7u, buffer.Words[length - 1]);
    }

    [Fact]
    public void NothingHasNoBuffer()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(-1));
    }

    [Fact]
    public void PartsLieInsideTheBuffer()
    {
        NativeBuffer buffer = pool.Rent(100);
        long end = buffer.Capacity;
        Assert.Equal(0, buffer.Span(end, 0).Length);
        Assert.Equal(1, buffer.Span(end - 1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span(end, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span(end - 1, 2).Length);
    }

    [Fact]
    public void PartsOfColumnsAreViews()
    {
        using ColumnBlock block = Columns.Random(pool, 10, 3, 1);
        for (int part = 0; part < 8; part++)
        {
            using ColumnBlock view = block.Part(2, 7, part);
            Assert.Equal(7, view.LogSize);
            Assert.True(view.Rows(0).SequenceEqual(block.Rows(2).Slice(128 * part, 128)));
            using ColumnBlock inner = view.Part(0, 3, 5);
            inner.Clear();
            Assert.False(block.Rows(2).Slice((128 * part) + 40, 8).ContainsAnyExcept(0u));
        }

        // Views give nothing back.
        _ = block.Rows(2)[0];
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(3, 7, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(0, 7, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(0, 7, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(0, 11, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(0, 2, 0));
    }

    /// <summary>What was given back serves again, in parts and joined, before fresh memory does.</summary>
    [Fact]
    public void TheLowestAddressWithRoomIsLent()
    {
        using MemoryArena arena = new();
        using BufferPool pool = new(arena);
        NativeBuffer first = pool.Rent(1 << 20), second = pool.Rent(1 << 19), third = pool.Rent(1 << 20);
        uint* start = first.Words;
        long held = arena.HeldWords;
        first.Dispose();
        NativeBuffer part = pool.Rent(1 << 18);
        Assert.True(part.Words == start);
        second.Dispose();

        // The rest of the first buffer and the second one.
        NativeBuffer joined = pool.Rent((1 << 20) - (1 << 18) + (1 << 19));
        Assert.True(joined.Words == start + (1 << 18));
        Assert.Equal(held, arena.HeldWords);
        Assert.Equal(3 << 19, arena.LentWords - (1 << 20));
        part.Dispose();
        joined.Dispose();
        third.Dispose();
        Assert.Equal(0, arena.LentWords);
        Assert.True(pool.Rent(5 << 19).Words == start);
    }

    [Fact]
    public void ABufferBeyondAReservationHasOneOfItsOwn()
    {
        using NativeBuffer huge = pool.Rent((1L << 28) + 1), small = pool.Rent(1 << 18);
        huge.Words[1L << 28] = 5;
        Assert.False(small.Words >= huge.Words && small.Words < huge.Words + huge.Capacity);
    }

    [Fact]
    public void GivingBackTwiceDoesNotHandOutTwice()
    {
        NativeBuffer buffer = pool.Rent(5000);
        buffer.Dispose();
        buffer.Dispose();
        NativeBuffer one = pool.Rent(5000), two = pool.Rent(5000);
        Assert.False(one.Words == two.Words);
    }

    [Fact]
    public void TrimmingTakesIdleMemoryOnly()
    {
        using MemoryArena arena = new();
        using BufferPool pool = new(arena);
        NativeBuffer kept = pool.Rent(1 << 20), freed = pool.Rent(1 << 22);
        kept.Span(0, 1 << 20).Fill(3);
        freed.Span(0, 1 << 22).Fill(4);
        freed.Dispose();
        arena.Trim();
        Assert.Equal(1 << 20, arena.HeldWords);
        Assert.False(kept.Span(0, 1 << 20).ContainsAnyExcept(3u));
        pool.Rent(1 << 22).Span(0, 1 << 22).Fill(5);
        Assert.False(kept.Span(0, 1 << 20).ContainsAnyExcept(3u));
        Assert.Equal(5 << 20, arena.HeldWords);
    }

    [Fact]
    public void AnIdleArenaIsTrimmedToNothing()
    {
        using MemoryArena arena = new();
        using (BufferPool pool = new(arena))
        {
            _ = pool.Rent(1);
            _ = pool.Rent(1 << 20);
        }

        Assert.Equal(0, arena.LentWords);
        arena.Trim();
        Assert.Equal(0, arena.HeldWords);
    }

    /// <summary>What a piece of work did not give back is given back when it ends; other work on the same memory keeps its own.</summary>
    [Fact]
    public void PoolsShareAnArena()
    {
        using MemoryArena arena = new();
        using BufferPool other = new(arena);
        NativeBuffer kept = other.Rent(3000);
        BufferPool own = new(arena);
        NativeBuffer buffer = own.Rent(5000);
        own.Dispose();
        Assert.Throws<ObjectDisposedException>(() => (nint)buffer.Words);
        kept.Words[0] = 1;
        Assert.Equal(kept.Capacity, arena.LentWords);
        buffer.Dispose();
        own.Dispose();
        Assert.Equal(kept.Capacity, arena.LentWords);
    }

    [Fact]
    public void ThePoolFreesWhatWasNeverGivenBack()
    {
        BufferPool own = new();
        NativeBuffer buffer = own.Rent(5000);
        own.Dispose();
        Assert.Throws<ObjectDisposedException>(() => (nint)buffer.Words);
        buffer.Dispose();
        own.Dispose();
    }

    [Fact]
    public void ConcurrentBuffersDoNotOverlap()
    {
        int[] broken = new int[1];
        Parallel.For(0, 8, worker =>
        {
            Random random = new(worker);
            for (int round = 0; round < 200; round++)
            {
                NativeBuffer[] held = [.. Enumerable.Range(0, 4).Select(_ => pool.Rent(random.Next(1, 40_000)))];
                for (int i = 0; i < held.Length; i++)
                {
                    held[i].Words[0] = (uint)((worker << 8) | i);
                    held[i].Words[held[i].Length - 1] = (uint)((worker << 8) | i);
                }

                for (int i = 0; i < held.Length; i++)
                {
                    if (held[i].Words[0] != (uint)((worker << 8) | i) || held[i].Words[held[i].Length - 1] != (uint)((worker << 8) | i))
                    {
                        broken[0]++;
                    }

                    held[i].Dispose();
                }
            }
        });
        Assert.Equal(0, broken[0]);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(3, 5)]
    [InlineData(8, 2)]
    [InlineData(9, 2)]
    [InlineData(12, 3)]
    public void ColumnsOfABlockLieApart(int log, int count)
    {
        using ColumnBlock block = new(pool, log, count);
        HashSet<long> sets = [];
        for (int i = 0; i < count; i++)
        {
            block.Rows(i).Fill((uint)i + 1);
            Assert.Equal(1 << log, block.Rows(i).Length);
            Assert.True(block.Stride >= 8);
            sets.Add((nint)block.Column(i) / CacheLine % 64);
        }

        for (int i = 0; i < count; i++)
        {
            Assert.DoesNotContain(block.Rows(i).ToArray(), value => value != (uint)i + 1);
        }

        // From 2^9 rows on the same row of different columns lies in different cache sets.
        Assert.True(log < 9 || sets.Count == count);
        block.Clear();
        Assert.DoesNotContain(block.Rows(count - 1).ToArray(), value => value != 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Rows(count).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Rows(-1).Length);
    }

    [Fact]
    public void ABlockOfNoColumnsIsAllowed()
    {
        using ColumnBlock block = new(pool, 5, 0);
        Assert.Equal(0, block.Count);
        block.Clear();
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Rows(0).Length);
    }
}
