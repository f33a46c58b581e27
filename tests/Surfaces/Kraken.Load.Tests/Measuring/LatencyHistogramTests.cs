using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Load.Measuring;
using Xunit;

namespace Kraken.Load.Tests.Measuring;

/// <summary>Percentiles of the histogram beside those of the sorted list of the same latencies.</summary>
public sealed class LatencyHistogramTests
{
    private static readonly double[] Shares = [0, 0.001, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1];

    [Theory]
    [InlineData(11)]
    [InlineData(6)]
    [InlineData(2)]
    public void PercentilesAreTheExactOnesOrAShareAbove(int bits)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            LatencyHistogram histogram = new(bits);
            List<long> exact = [];
            for (int i = random.Next(1, 3000); i > 0; i--)
            {
                // From a microsecond to eleven days, as often in each order of magnitude.
                long microseconds = (long)Math.Pow(10, random.NextDouble() * 12 * random.NextDouble()) - random.Next(2);
                exact.Add(microseconds);
                histogram.Record(TimeSpan.FromMicroseconds(microseconds));
            }

            exact.Sort();
            Assert.Equal(exact.Count, histogram.Count);
            Assert.Equal(TimeSpan.FromMicroseconds(exact[^1]), histogram.Max);
            foreach (double share in Shares)
            {
                int rank = Math.Max(1, (int)Math.Ceiling((decimal)share * exact.Count));
                double least = exact[rank - 1];
                double got = histogram.Percentile(share).TotalMicroseconds;
                Assert.True(
                    got >= least && got <= least + (least / (1 << (bits - 1))), $"seed {seed}, share {share}: {got} for {least}");
            }
        }
    }

    [Fact]
    public void WhatWasNotRecordedTookForEver()
    {
        LatencyHistogram histogram = new();
        for (int i = 1; i <= 98; i++)
        {
            histogram.Record(TimeSpan.FromMilliseconds(i));
        }

        Assert.InRange(histogram.Percentile(0.98, 100)!.Value.TotalMilliseconds, 98, 98.1);
        Assert.Null(histogram.Percentile(0.99, 100));
        Assert.Null(histogram.Percentile(1, 100));
        Assert.NotNull(histogram.Percentile(1, 98));
        Assert.Null(new LatencyHistogram().Percentile(0.5, 1));
    }

    [Fact]
    public void WhatIsOutsideOfItsRangeCountsAtItsEnds()
    {
        LatencyHistogram histogram = new();
        histogram.Record(TimeSpan.FromSeconds(-5));
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(1));
        histogram.Record(TimeSpan.MaxValue);
        Assert.InRange(histogram.Percentile(1).TotalDays, 12, 13);
    }

    [Fact]
    public void PartsOfMicrosecondsAreRoundedUp()
    {
        LatencyHistogram histogram = new();
        histogram.Record(TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromMicroseconds(1), histogram.Percentile(1));
    }

    [Fact]
    public void ASumOfTwoIsTheHistogramOfBoth()
    {
        LatencyHistogram left = new(), right = new(), both = new();
        for (int i = 0; i < 1000; i++)
        {
            (i % 3 == 0 ? left : right).Record(TimeSpan.FromMilliseconds(i));
            both.Record(TimeSpan.FromMilliseconds(i));
        }

        left.Add(right);
        Assert.Equal(LatencySummary.Of(both), LatencySummary.Of(left));
    }

    [Fact]
    public void ASummaryOfNoneIsZeros() => Assert.Equal(new LatencySummary(0, 0, 0, 0, 0, 0), LatencySummary.Of(new LatencyHistogram()));

    [Fact]
    public async Task ManyThreadsLoseNothing()
    {
        LatencyHistogram histogram = new();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 5000; i++)
            {
                histogram.Record(TimeSpan.FromMilliseconds((i * 8) + thread));
            }
        })));
        Assert.Equal(40_000, histogram.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(39_999), histogram.Max);
        Assert.InRange(histogram.Percentile(0.5).TotalMilliseconds, 19_999, 20_020);
    }
}
