using System;
using System.Globalization;

namespace Kraken.Starknet.Chain;

/// <summary>The state after a decided block was asked of a node that keeps the newest states only, and no longer this one.</summary>
/// <param name="oldest">The oldest block whose state the node holds.</param>
/// <param name="latest">The newest one.</param>
public sealed class StateNotHeldException(ulong block, ulong oldest, ulong latest) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"the state of block {block} is no longer held; this node holds the states of blocks {oldest} to {latest}"))
{
    /// <summary>Whose state was asked for.</summary>
    public ulong Block => block;

    /// <summary>The oldest block whose state the node holds.</summary>
    public ulong Oldest => oldest;

    /// <summary>The newest block, whose state the node holds too.</summary>
    public ulong Latest => latest;
}
