using System;
using System.Linq;
using Xunit;

namespace Kraken.Load.Tests;

/// <summary>Percentiles by nearest rank.</summary>
public sealed class LatencySummaryTests
{
    [Fact]
    public void PercentilesAreNearestRanks()
    {
        LatencySummary summary = LatencySummary.Of(Enumerable.Range(1, 100).Reverse().Select(value => TimeSpan.FromMilliseconds(value)));
        Assert.Equal(new LatencySummary(100, 50, 90, 99, 100), summary);
    }

    [Fact]
    public void OneLatencyIsEveryPercentile() =>
        Assert.Equal(new LatencySummary(1, 7, 7, 7, 7), LatencySummary.Of([TimeSpan.FromMilliseconds(7)]));

    [Fact]
    public void NoLatencyGivesZeros() => Assert.Equal(new LatencySummary(0, 0, 0, 0, 0), LatencySummary.Of([]));
}
