using System;

namespace Kraken.Node.Following;

/// <summary>What passing transactions on may take of a follower.</summary>
internal sealed record ForwardingLimits
{
    /// <summary>The most transactions that are known until they are in a block; each takes a few hundred KiB at most.</summary>
    public int MaxKnown { get; init; } = 256;

    /// <summary>The longest time that a node may take to answer for one.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(20);
}
