using System;

namespace Kraken.Mempool;

/// <summary>Limits of the pool; the defaults are those of Starknet's sequencer where it has one.</summary>
public sealed record MempoolOptions
{
    /// <summary>The most transactions that wait.</summary>
    public int Capacity { get; init; } = 50_000;

    /// <summary>The most memory that waiting transactions take, in bytes; at least the largest transaction.</summary>
    public long MaxBytes { get; init; } = 256 << 20;

    /// <summary>The most transactions of one account that wait.</summary>
    public int MaxPerAccount { get; init; } = 201;

    /// <summary>How far a nonce may be ahead of the account's.</summary>
    public ulong MaxNonceGap { get; init; } = 200;

    /// <summary>How much more, in percent and rounded up, a replacement offers in tip and in L2 gas price.</summary>
    public uint ReplacementPercent { get; init; } = 10;

    /// <summary>
    /// The pool is busy when every transaction of the last block waited for as long: users' newcomers are refused then before they cost
    /// anything, since to validate more than is executed leaves less time to execute.
    /// </summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>With fewer executable transactions the pool is not busy, however long they wait: the chain stood still.</summary>
    public int BusyCount { get; init; } = 1_000;

    /// <summary>How long a transaction waits before it is dropped, and how long it is remembered why one was dropped.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How many blocks a transaction that took too long to execute is not offered for.</summary>
    public ulong SetAsideBlocks { get; init; } = 10;

    /// <summary>The most dropped transactions whose reason is remembered.</summary>
    public int MaxRejected { get; init; } = 100_000;

    /// <summary>The most memory that the reasons of dropped transactions take, in bytes.</summary>
    public long MaxRejectedBytes { get; init; } = 48 << 20;

    /// <summary>The most accounts that are remembered to have cost a proposer time for nothing.</summary>
    public int MaxLateAccounts { get; init; } = 10_000;
}
