using System;

namespace Kraken.Watcher.Ranges;

/// <summary>How often and when blocks whose attempt failed are tried again.</summary>
/// <param name="MaxAttempts">The attempts after which they are given up.</param>
/// <param name="First">The time before the second attempt; four times as long before each further one.</param>
/// <param name="Longest">The longest time between two attempts.</param>
internal sealed record RetryRule(int MaxAttempts, TimeSpan First, TimeSpan Longest)
{
    private const int Growth = 4;

    /// <summary>The time to wait after a number of attempts.</summary>
    public TimeSpan After(int attempts)
    {
        TimeSpan delay = First;
        for (int i = 1; i < attempts && delay < Longest; i++)
        {
            delay *= Growth;
        }

        return delay < Longest ? delay : Longest;
    }
}
