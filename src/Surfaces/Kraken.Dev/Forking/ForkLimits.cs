using System;

namespace Kraken.Dev.Forking;

/// <summary>What a forked network may cost a development chain.</summary>
public sealed record ForkLimits
{
    /// <summary>How long one question to the network may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of keys and values in the cache; what comes when it is full is asked for again.</summary>
    public long MaxCacheBytes { get; init; } = 1L << 30;

    /// <summary>The highest number of a block to fork at: what JSON's readers take for whole.</summary>
    public ulong MaxNumber { get; init; } = (1UL << 53) - 1;

    /// <summary>The most blocks of the network that are kept in memory.</summary>
    public int MaxBlocks { get; init; } = 256;

    /// <summary>The most blocks before the fork whose states are kept in memory.</summary>
    public int MaxStates { get; init; } = 16;

    /// <summary>The most bytes of keys and values of each of them.</summary>
    public long MaxStateBytes { get; init; } = 4 << 20;

    /// <summary>The most hashes of blocks of the network that are kept in memory.</summary>
    public int MaxHashes { get; init; } = 10_000;
}
