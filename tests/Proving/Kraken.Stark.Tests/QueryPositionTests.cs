using System.Collections.Generic;
using System.Linq;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Xunit;

namespace Kraken.Stark.Tests;

/// <summary>Positions are the drawn words modulo the domain, as many as asked for, then sorted without duplicates.</summary>
public sealed class QueryPositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(8, 20)]
    [InlineData(9, 20)]
    [InlineData(70, 21)]
    [InlineData(3, 32)]
    public void WordsAreTakenInTheOrderOfDrawing(int count, int log)
    {
        Check(new Blake2sChannel(), new Blake2sChannel(), count, log);
        Check(new Poseidon252Channel(), new Poseidon252Channel(), count, log);
    }

    [Fact]
    public void DuplicatesAreDropped()
    {
        uint[] positions = QueryPositions.Draw(new Blake2sChannel(), 3, 100);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (uint)i), positions);
        Assert.Equal([0u], QueryPositions.Draw(new Blake2sChannel(), 0, 5));
    }

    [Fact]
    public void DeduplicationKeepsTheOrder()
    {
        uint[] values = [0, 0, 1, 4, 4, 4, 9, uint.MaxValue, uint.MaxValue];
        Assert.Equal(5, QueryPositions.Deduplicate(values));
        Assert.Equal([0u, 1, 4, 9, uint.MaxValue], values[..5]);
        Assert.Equal(0, QueryPositions.Deduplicate([]));
    }

    [Fact]
    public void FoldedPositionsAreTheCosets()
    {
        uint[] all = [.. Enumerable.Range(0, 64).Select(i => (uint)i)];
        for (int shift = 0; shift <= 6; shift++)
        {
            Assert.Equal(Enumerable.Range(0, 64 >> shift).Select(i => (uint)i), QueryPositions.Fold(all, shift));
        }

        Assert.Empty(QueryPositions.Fold([], 3));
    }

    /// <summary>Every position is equally likely: seventy thousand queries over 64 places, each expected 1,094 times.</summary>
    [Fact]
    public void PositionsAreSpreadEvenly()
    {
        Dictionary<uint, int> seen = [];
        foreach (uint position in QueryPositions.DrawRaw(new Blake2sChannel(), 6, 70_000))
        {
            seen[position] = seen.GetValueOrDefault(position) + 1;
        }

        Assert.Equal(64, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 900, 1300));
    }

    private static void Check<TChannel>(TChannel drawing, TChannel twin, int count, int log)
        where TChannel : IChannel
    {
        List<uint> expected = [];
        uint[] words = new uint[8];
        while (expected.Count < count)
        {
            int drawn = twin.DrawU32s(words);
            expected.AddRange(words[..drawn].Select(word => (uint)(word % (1UL << log))));
        }

        Assert.Equal(expected.Take(count), QueryPositions.DrawRaw(drawing, log, count));

        // Words left over are gone: the next draw is a new one.
        Assert.Equal(twin.DrawSecureFelt(), drawing.DrawSecureFelt());
    }
}
