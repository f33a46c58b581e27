using System;

namespace Kraken.P2P;

/// <summary>How connections are made, watched, refused and ended.</summary>
public sealed record ConnectionLimits
{
    /// <summary>
    /// Accepted connections that have not yet shown a known key, in all. One more ends the oldest of the address that has most, silent
    /// ones first. A silent one costs a socket and a few KiB.
    /// </summary>
    public int MaxPendingHandshakes { get; init; } = 1024;

    /// <summary>The same from one address (of IPv6: one /64 network). One more ends the oldest from there, silent ones first.</summary>
    public int MaxPendingPerAddress { get; init; } = 512;

    /// <summary>
    /// Those among them that have sent something, in all; each costs up to about 100 KiB. One more ends the oldest of the address that
    /// has most.
    /// </summary>
    public int MaxActiveHandshakes { get; init; } = 256;

    /// <summary>The longest time from a connection to both certificates shown.</summary>
    public TimeSpan HandshakeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time for resolving a peer's name and connecting to it.</summary>
    public TimeSpan DialLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The pause before a peer is dialled again; it doubles up to <see cref="LastRetry"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause before a peer is dialled again. A connection that lived longer than this sets the pause back.</summary>
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A connection sends a sign of life this often, whatever the node's other parts are doing.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A peer of which nothing at all arrives for this long is gone.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A peer that takes nothing of what is written to it for this long is cut off.</summary>
    public TimeSpan WriteStallLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Connections of one peer that are served per second in the long run; more are closed at once.</summary>
    public double ConnectionsPerSecond { get; init; } = 1;

    /// <summary>Connections of one peer that are served in a row after a quiet time.</summary>
    public int ConnectionBurst { get; init; } = 4;

    /// <summary>How long a peer is refused after its first offence; each further one doubles it, up to <see cref="LastPenalty"/>.</summary>
    public TimeSpan FirstPenalty { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time that a peer is refused.</summary>
    public TimeSpan LastPenalty { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Offences are forgotten when the peer committed none for this long after its last refusal ended.</summary>
    public TimeSpan PenaltyMemory { get; init; } = TimeSpan.FromMinutes(10);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxPendingHandshakes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxPendingPerAddress);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxActiveHandshakes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ConnectionsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ConnectionBurst);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SilenceLimit, KeepAliveInterval);
        TimeSpan[] positive =
        [
            HandshakeLimit, DialLimit, FirstRetry, LastRetry, KeepAliveInterval, WriteStallLimit, FirstPenalty, LastPenalty, PenaltyMemory,
        ];
        foreach (TimeSpan limit in positive)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        }
    }
}
