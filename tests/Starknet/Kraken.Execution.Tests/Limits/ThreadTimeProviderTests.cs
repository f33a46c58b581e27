using System;
using System.Threading;
using Kraken.Execution.Limits;
using Xunit;

namespace Kraken.Execution.Tests.Limits;

/// <summary>The processor time of a thread, against the wall clock that it must not follow.</summary>
public sealed class ThreadTimeProviderTests
{
    private static readonly TimeSpan Waited = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void WaitingCostsNothing()
    {
        TimeProvider clock = ThreadTimeProvider.Instance;
        long began = clock.GetTimestamp();
        long wall = TimeProvider.System.GetTimestamp();
        using ManualResetEventSlim never = new(initialState: false, spinCount: 0);
        Assert.False(never.Wait(Waited));
        Assert.True(TimeProvider.System.GetElapsedTime(wall) >= Waited / 2);
        Assert.InRange(clock.GetElapsedTime(began), TimeSpan.Zero, Waited / 2);
    }

    [Fact]
    public void WorkCostsAtMostTheWallsTime()
    {
        TimeProvider clock = ThreadTimeProvider.Instance;
        long wall = TimeProvider.System.GetTimestamp();
        long began = clock.GetTimestamp();
        TimeSpan worked;
        do
        {
            worked = clock.GetElapsedTime(began);
            Assert.True(TimeProvider.System.GetElapsedTime(wall) < TimeSpan.FromMinutes(1), "the clock stands still");
        }
        while (worked < TimeSpan.FromMilliseconds(50));

        Assert.True(worked <= TimeProvider.System.GetElapsedTime(wall));
    }

    [Fact]
    public void ABudgetThatRunsOutByItEndsALoop()
    {
        using ExecutionBudget budget = new(TimeSpan.FromMilliseconds(20), clock: ThreadTimeProvider.Instance);
        ExecutionInterruptedException ended = Assert.Throws<ExecutionInterruptedException>(CheckForEver);
        Assert.Equal(InterruptionKind.OutOfTime, ended.Kind);

        void CheckForEver()
        {
            while (true)
            {
                budget.Check();
            }
        }
    }
}
