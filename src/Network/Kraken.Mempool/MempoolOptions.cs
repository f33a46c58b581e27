using System;

namespace Kraken.Mempool;

/// <summary>Limits of the pool; the defaults are those of Starknet's sequencer where it has one.</summary>
public sealed record MempoolOptions
{
    /// <summary>The most transactions that wait.</summary>
    public int Capacity { get; init; } = 50_000;

    /// <summary>How far a nonce may be ahead of the account's.</summary>
    public ulong MaxNonceGap { get; init; } = 200;

    /// <summary>How much more, in percent, a replacement offers in tip and in L2 gas price.</summary>
    public uint ReplacementPercent { get; init; } = 10;

    /// <summary>How long a transaction waits before it is dropped.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(300);
}
