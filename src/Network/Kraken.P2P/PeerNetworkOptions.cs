using System;

namespace Kraken.P2P;

/// <summary>The limits and the clock of a <see cref="PeerNetwork"/>.</summary>
public sealed record PeerNetworkOptions
{
    /// <summary>What one peer may send and what is kept for it.</summary>
    public LinkLimits Links { get; init; } = new();

    /// <summary>How connections are made, watched, refused and ended.</summary>
    public ConnectionLimits Connections { get; init; } = new();

    /// <summary>The clock of every time limit.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
