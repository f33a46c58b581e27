using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Watcher.Tests.Chain;

/// <summary>Waits for a condition, with a deadline beyond any load of the machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static async Task HoldsAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, "the condition did not come true");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TestContext.Current.CancellationToken);
        }
    }
}
