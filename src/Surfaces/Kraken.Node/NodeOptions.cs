using System;
using Kraken.L1;

namespace Kraken.Node;

/// <summary>How a node's operator wants it to run; the chain knows nothing of it.</summary>
public sealed record NodeOptions
{
    /// <summary>The longest time of <see cref="Drain"/>.</summary>
    public const int MaxDrainSeconds = 300;

    /// <summary>How long requests that run when the node is asked to stop may take to end.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The L1 whose messages this validator proposes and votes for; null for none. At least two thirds of a committee should have one.
    /// </summary>
    public L1Options? L1 { get; init; }

    /// <summary>The bounds of JSON-RPC that are not the usual ones.</summary>
    public RpcBounds Rpc { get; init; } = new();
}
