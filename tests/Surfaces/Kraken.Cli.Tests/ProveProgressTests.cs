using System;
using System.IO;
using System.Linq;
using Kraken.Cairo.Prover;
using Kraken.Cli.Verbs;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>What a terminal shows while a proof is made.</summary>
public sealed class ProveProgressTests
{
    private static readonly ProveStep[] Steps = Enum.GetValues<ProveStep>();

    [Fact]
    public void TheEstimateIsRightWherePhasesTakeTheirShares()
    {
        TimeSpan before = TimeSpan.Zero;
        double lastDone = 0;
        foreach (ProveStep step in Steps.Skip(1))
        {
            (double done, _) = ProveEstimate.At(step, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            Assert.True(done > lastDone, $"{step}");
            lastDone = done;

            // A proof of 100 s whose phases take their shares.
            before = TimeSpan.FromSeconds(100 * done);
            (double again, TimeSpan? left) = ProveEstimate.At(step, before, before);
            Assert.Equal(100 * (1 - again), left!.Value.TotalSeconds, 3);
        }

        Assert.Equal(1, lastDone);
        Assert.Equal((0, null), ProveEstimate.At(Steps[0], TimeSpan.Zero, TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public void APhaseThatTakesLongerNeverEndsEarly()
    {
        ProveStep next = Steps[2];
        (double end, _) = ProveEstimate.At(next, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        (double done, TimeSpan? left) = ProveEstimate.At(Steps[1], TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
        Assert.True(done < end);
        Assert.True(left > TimeSpan.Zero);
    }

    [Fact]
    public void ATerminalShowsEachPhaseAndABar()
    {
        using StringWriter terminal = new();
        using ProveProgress progress = new(terminal, TimeProvider.System);
        foreach ((ProveStep step, int index) in Steps.Select((step, index) => (step, index)))
        {
            progress.Report(new(step, TimeSpan.FromSeconds(index)));
        }

        string shown = terminal.ToString();
        Assert.All(
            Steps.SkipLast(1),
            step => Assert.Contains($"   1.00 s  {ProveEstimate.NameOf(step)}\n", shown, StringComparison.Ordinal));
        Assert.Contains("s left: ", shown, StringComparison.Ordinal);
        Assert.Contains("[####", shown, StringComparison.Ordinal);
        Assert.Equal(Steps.SkipLast(1), progress.Ended.Select(phase => phase.Step));
        Assert.All(progress.Ended, phase => Assert.Equal(1, phase.Seconds));
    }

    [Fact]
    public void ElsewhereNothingIsShownAndThePhasesAreKept()
    {
        using ProveProgress progress = new(null, TimeProvider.System);
        progress.Report(new(ProveStep.BaseTrace, TimeSpan.Zero));
        progress.Report(new(ProveStep.Done, TimeSpan.FromSeconds(2)));
        Assert.Equal([(ProveStep.BaseTrace, 2.0)], progress.Ended);
    }
}
