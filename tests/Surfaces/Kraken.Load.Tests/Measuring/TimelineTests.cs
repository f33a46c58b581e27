using System;
using System.Linq;
using Kraken.Load.Measuring;
using Xunit;

namespace Kraken.Load.Tests.Measuring;

/// <summary>The course of a run, whatever its length.</summary>
public sealed class TimelineTests
{
    private readonly Timeline timeline = new();

    [Fact]
    public void CountsStandAtTheirTimeAndLatenciesAtThatOfTheIntendedSend()
    {
        timeline.Sent(Seconds(0.5));
        timeline.Accepted(Seconds(0.9));
        timeline.Included(Seconds(0.5), Seconds(2.5));
        timeline.Refused(Seconds(1.5));
        TimelinePoint[] points = [.. timeline.Points()];
        Assert.Equal([(1L, 1L, 0L, 0L), (0, 0, 0, 1), (0, 0, 1, 0)],
            points.Select(point => (point.Sent, point.Accepted, point.Included, point.Refused)));
        Assert.InRange(points[0].P50, 2000, 2100);
        Assert.Equal(0, points[2].P99);
    }

    [Theory]
    [InlineData(399)]
    [InlineData(400)]
    [InlineData(4_001)]
    [InlineData(86_400)]
    public void ARunOfHoursHasNoMoreStretchesAndLosesNothing(int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            timeline.Sent(Seconds(second));
            timeline.Included(Seconds(second), Seconds(second + 1));
        }

        TimelinePoint[] points = [.. timeline.Points()];
        Assert.InRange(points.Length, Math.Min(seconds, Timeline.MaxStretches / 2), Timeline.MaxStretches);
        Assert.Equal((seconds, seconds), (points.Sum(point => point.Sent), points.Sum(point => point.Included)));
        Assert.All(points.SkipLast(1), point => Assert.Equal(point.Seconds, point.Sent));
        Assert.All(points.SkipLast(1), point => Assert.InRange(point.P99, 1000, 1040));
        Assert.Equal(points.Select((_, index) => index * points[0].Seconds), points.Select(point => point.Start));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
