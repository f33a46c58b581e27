using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Objectives;
using Xunit;

namespace Kraken.Load.Tests.Objectives;

/// <summary>The search against networks whose capacity is known.</summary>
public sealed class KneeSearchTests
{
    [Theory]
    [InlineData(20, 1000)]
    [InlineData(20, 33.3)]
    [InlineData(1000, 37)]
    [InlineData(500, 500)]
    [InlineData(1, 90_000)]
    [InlineData(20, 0.6)]
    [InlineData(200_000, 77_000)]
    public async Task AKnownCapacityIsFoundWithinThePrecision(double first, double capacity)
    {
        KneeReport report = await RunAsync(first, rate => rate <= capacity);
        Assert.InRange(report.Knee, capacity / KneeSearch.DefaultPrecision, capacity);
        Assert.True(report.IsBounded);
        Assert.InRange(report.Steps.Length, 2, KneeSearch.MaxSteps);
        Assert.Contains("knee", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneFailureOfARateIsNotItsLastWord()
    {
        // The first run of every rate fails, as on a machine that compiles its code.
        HashSet<double> tried = [];
        KneeReport report = await RunAsync(20, rate => !tried.Add(rate) && rate <= 1000);
        Assert.InRange(report.Knee, 1000 / KneeSearch.DefaultPrecision, 1000);
    }

    [Fact]
    public async Task ANetworkWithoutBoundIsTriedUpToTheGreatestRate()
    {
        KneeReport report = await RunAsync(20, _ => true);
        Assert.Equal((KneeSearch.MaxRate, false), (report.Knee, report.IsBounded));
        Assert.Contains("no rate was found", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANetworkThatKeepsNothingHasNoKnee()
    {
        KneeReport report = await RunAsync(20, _ => false);
        Assert.Equal(0, report.Knee);
        Assert.Null(report.AtKnee);
        Assert.InRange(report.Steps.Min(step => step.Rate), KneeSearch.MinRate, 2 * KneeSearch.MinRate);
    }

    [Fact]
    public async Task ANetworkThatFailsByChanceEndsTheSearchAllTheSame()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            KneeReport report = await RunAsync(100, _ => random.Next(2) == 0);
            Assert.InRange(report.Steps.Length, 1, KneeSearch.MaxSteps);
            Assert.True(report.Knee == 0 || report.Steps.Any(step => step.IsKept && step.Rate == report.Knee));
        }
    }

    [Fact]
    public async Task WhenItIsEndedTheStepUnderWayDoesNotCount()
    {
        using CancellationTokenSource stop = new();
        KneeReport report = await RunAsync(
            20,
            rate =>
            {
                if (rate > 100)
                {
                    stop.Cancel();
                }

                return true;
            },
            stop.Token);
        Assert.Equal([20.0, 40, 80], report.Steps.Select(step => step.Rate));
    }

    private static async Task<KneeReport> RunAsync(double first, Func<double, bool> keeps, CancellationToken cancellation = default)
    {
        List<KneeStep> told = [];
        KneeSearch search = new(
            first, KneeSearch.DefaultPrecision, (rate, _) => Task.FromResult(new KneeStep(rate, keeps(rate), null)));
        KneeReport report = await search.RunAsync("p99=1s", told.Add, cancellation);
        Assert.Equal(told, report.Steps);
        return report;
    }
}
