using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The pool never hands out memory twice, keeps what may serve again, and frees everything at its end.</summary>
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
        Assert.Equal(0, pool.IdleWords);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(3, 7, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(0, 7, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(0, 7, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(0, 11, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Part(0, 2, 0));
    }

    [Fact]
    public void FreedBuffersServeRequestsOfAboutTheirSize()
    {
        NativeBuffer first = pool.Rent(1 << 16);
        uint* words = first.Words;
        first.Dispose();
        Assert.Equal(1 << 16, pool.IdleWords);
        NativeBuffer again = pool.Rent((1 << 16) - 5000);
        Assert.True(again.Words == words);
        Assert.Equal(0, pool.IdleWords);
        again.Dispose();

        // Half the size would waste the other half.
        NativeBuffer small = pool.Rent((1 << 15) - 1);
        Assert.False(small.Words == words);
    }

    [Fact]
    public void TheSmallestBufferThatFitsIsTaken()
    {
        NativeBuffer large = pool.Rent(100_000), middle = pool.Rent(80_000), tiny = pool.Rent(70_000);
        uint* expected = middle.Words;
        large.Dispose();
        middle.Dispose();
        tiny.Dispose();
        Assert.True(pool.Rent(75_000).Words == expected);
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
    public void TrimmedMemoryIsGone()
    {
        NativeBuffer kept = pool.Rent(5000), freed = pool.Rent(5000);
        freed.Dispose();
        pool.Trim();
        Assert.Equal(0, pool.IdleWords);
        Assert.Throws<ObjectDisposedException>(() => (nint)freed.Words);
        kept.Words[0] = 1;
        freed.Dispose();
        Assert.Equal(0, pool.IdleWords);
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
