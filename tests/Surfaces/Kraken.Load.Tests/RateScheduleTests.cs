using System;
using System.Linq;
using Xunit;

namespace Kraken.Load.Tests;

/// <summary>When transactions are due.</summary>
public sealed class RateScheduleTests
{
    [Theory]
    [InlineData(20, 20, 20, 400)]
    [InlineData(0.1, 0.1, 5, 0)]
    [InlineData(20, 20, 0.15, 3)]
    [InlineData(10, 30, 10, 200)]
    [InlineData(100, 1, 10, 505)]
    [InlineData(1000, 1000, 0, 0)]
    public void AllAreDueWithinTheDurationAndInOrder(double from, double to, double seconds, long total)
    {
        RateSchedule schedule = new(from, to, TimeSpan.FromSeconds(seconds));
        Assert.Equal(total, schedule.Total);
        TimeSpan[] due = [.. Enumerable.Range(0, (int)total).Select(index => schedule.DueOf(index))];
        Assert.Equal(due.Order(), due);
        Assert.All(due, time => Assert.InRange(time.TotalSeconds, 0, seconds));
    }

    [Fact]
    public void ARateThatDoesNotGrowIsEven()
    {
        RateSchedule schedule = new(50, 50, TimeSpan.FromHours(24));
        Assert.Equal(TimeSpan.FromSeconds(1), schedule.DueOf(50));
        Assert.InRange(schedule.DueOf(schedule.Total - 1).TotalSeconds, 86_399.97, 86_399.99);
    }

    [Theory]
    [InlineData(10, 100)]
    [InlineData(100, 10)]
    public void ARampHasItsRatesAtBothEnds(double from, double to)
    {
        RateSchedule schedule = new(from, to, TimeSpan.FromSeconds(100));
        Assert.InRange(1 / (schedule.DueOf(1) - schedule.DueOf(0)).TotalSeconds, from * 0.95, from * 1.05);
        Assert.InRange(
            1 / (schedule.DueOf(schedule.Total - 1) - schedule.DueOf(schedule.Total - 2)).TotalSeconds, to * 0.95, to * 1.05);
    }
}
