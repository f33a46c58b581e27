using System;
using System.Linq;
using Kraken.P2P.Admission;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>Refusals grow with each offence and are forgotten after good behaviour.</summary>
public sealed class PeerPenaltyTests
{
    private static readonly ConnectionLimits Limits = new();

    private readonly ManualClock clock = new();

    [Fact]
    public void RefusalsDoubleUpToTheLast()
    {
        PeerPenalty penalty = new(Limits, clock);
        Assert.Equal(TimeSpan.Zero, penalty.Remaining);
        double[] seconds = [.. Enumerable.Range(0, 8).Select(_ => Offend(penalty).TotalSeconds)];
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], seconds);
    }

    [Fact]
    public void OffencesDuringARefusalChangeNothing()
    {
        PeerPenalty penalty = new(Limits, clock);
        penalty.Add();
        clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(TimeSpan.FromMilliseconds(600), penalty.Add());
        Assert.Equal(TimeSpan.FromMilliseconds(600), penalty.Remaining);
        clock.Advance(TimeSpan.FromMilliseconds(600));
        Assert.Equal(TimeSpan.Zero, penalty.Remaining);
        Assert.Equal(TimeSpan.FromSeconds(2), penalty.Add());
    }

    [Fact]
    public void GoodBehaviourIsRewarded()
    {
        PeerPenalty penalty = new(Limits, clock);
        Offend(penalty);
        Offend(penalty);
        clock.Advance(Limits.PenaltyMemory - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromSeconds(4), Offend(penalty));
        clock.Advance(Limits.PenaltyMemory);
        Assert.Equal(TimeSpan.FromSeconds(1), Offend(penalty));
    }

    private TimeSpan Offend(PeerPenalty penalty)
    {
        TimeSpan refused = penalty.Add();
        clock.Advance(refused);
        return refused;
    }
}
