using System;

namespace Kraken.Load;

/// <summary>The time of a run: all of its latencies count on it.</summary>
internal sealed class LoadClock(TimeProvider time)
{
    private long started = time.GetTimestamp();

    /// <summary>The source, for waits.</summary>
    public TimeProvider Time => time;

    /// <summary>How long the run has been going on.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>The first transaction is due now.</summary>
    public void Start() => started = time.GetTimestamp();
}
