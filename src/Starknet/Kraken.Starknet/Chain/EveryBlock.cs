using System;

namespace Kraken.Starknet.Chain;

/// <summary>The search of a chain without an index: any block may have any events.</summary>
public sealed class EveryBlock : IEventSearch
{
    /// <summary>The one of all queries.</summary>
    public static EveryBlock Search { get; } = new();

    private EveryBlock()
    {
    }

    /// <inheritdoc/>
    public ulong Next(ulong from, ulong to) => Math.Min(from, to + 1);
}
