using System;
using System.Threading;

namespace Kraken.Sequencer.Tests;

/// <summary>A clock that is set, and that moves by a step each time somebody asks it how much time has passed.</summary>
internal sealed class SettableClock : TimeProvider
{
    private long asked;

    public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    /// <summary>How far the clock moves at each question.</summary>
    public TimeSpan Step { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Interlocked.Increment(ref asked) * Step.Ticks;
}
