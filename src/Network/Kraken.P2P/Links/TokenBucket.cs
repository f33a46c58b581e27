using System;

namespace Kraken.P2P.Links;

/// <summary>Allows a rate in the long run and a burst after a quiet time. For one thread at a time.</summary>
internal sealed class TokenBucket
{
    // Timers are no finer than this; what a longer sleep brings in is not lost.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private readonly double perSecond;
    private readonly double burst;
    private readonly TimeProvider time;
    private double tokens;
    private long refilled;

    public TokenBucket(double perSecond, double burst, TimeProvider time)
    {
        this.perSecond = perSecond;
        this.burst = burst;
        this.time = time;
        tokens = burst;
        refilled = time.GetTimestamp();
    }

    /// <summary>Takes one token if there is one.</summary>
    public bool TryTake()
    {
        Refill();
        if (tokens < 1)
        {
            return false;
        }

        tokens--;
        return true;
    }

    /// <summary>Takes tokens, on credit if need be.</summary>
    /// <returns>The pause after which the credit is paid; zero without credit.</returns>
    public TimeSpan Take(int count)
    {
        Refill();
        tokens -= count;
        if (tokens >= 0)
        {
            return TimeSpan.Zero;
        }

        TimeSpan pause = TimeSpan.FromSeconds(-tokens / perSecond);
        return pause > ShortestPause ? pause : ShortestPause;
    }

    private void Refill()
    {
        long now = time.GetTimestamp();
        tokens = Math.Min(burst, tokens + (time.GetElapsedTime(refilled, now).TotalSeconds * perSecond));
        refilled = now;
    }
}
