using System;
using System.Threading;

namespace Kraken.Dev.Chain;

/// <summary>The clock of a development chain: the system's, shifted. Safe for several threads.</summary>
/// <param name="system">The system's clock.</param>
internal sealed class DevClock(TimeProvider system) : TimeProvider
{
    private long shift;

    /// <summary>By how many seconds it is ahead of the system's; negative where it is behind.</summary>
    internal long Shift
    {
        get => Volatile.Read(ref shift);
        set => Volatile.Write(ref shift, value);
    }

    /// <summary>The time in seconds since 1970-01-01 UTC, from 0 to <see cref="DevOptions.MaxTime"/>.</summary>
    internal ulong Seconds => (ulong)Math.Clamp(system.GetUtcNow().ToUnixTimeSeconds() + Shift, 0, (long)DevOptions.MaxTime);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds((long)Seconds);

    /// <inheritdoc/>
    public override long TimestampFrequency => system.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => system.GetTimestamp();

    /// <summary>Sets the time.</summary>
    internal void Set(ulong seconds) => Shift = (long)seconds - system.GetUtcNow().ToUnixTimeSeconds();
}
