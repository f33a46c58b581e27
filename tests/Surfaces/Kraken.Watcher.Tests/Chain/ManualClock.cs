using System;

namespace Kraken.Watcher.Tests.Chain;

/// <summary>A clock that a test moves: forward time passes, backward the clock is set and no time comes back.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private long passed;

    public DateTimeOffset Now
    {
        get => now;
        set
        {
            passed += Math.Max(0, (value - now).Ticks);
            now = value;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => passed;
}
