using System;
using Kraken.Farm.Workers;
using Kraken.Watcher.Ranges;

namespace Kraken.Watcher;

/// <summary>How the watcher works.</summary>
/// <param name="Rpc">The node's JSON-RPC address, such as http://127.0.0.1:5050/rpc.</param>
/// <param name="DataFolder">Where the cursor is kept, and jobs and witnesses where there is no farm.</param>
/// <param name="ProofsFolder">The proof store.</param>
public sealed record WatcherOptions(Uri Rpc, string DataFolder, string ProofsFolder)
{
    /// <summary>Whether the process takes a lower priority, so that nodes on the same machine come first.</summary>
    public bool YieldsToNodes { get; init; } = true;

    /// <summary>The bytes of memory that a proof may take where it is made by this process; null for most of the machine's.</summary>
    public long? ProofMemory { get; init; }

    /// <summary>The time between two questions for a new block.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a block waits for others, with which it is proved: a proof has a price of its own, which they share.</summary>
    public TimeSpan RangePatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Cells of the prover's trace after which a range ends, where this machine has memory for more: about 5 GiB of it.</summary>
    public ulong MaxRangeCells { get; init; } = 500_000_000;

    /// <summary>The ranges that may be planned and not done: behind them blocks are not looked at.</summary>
    public int MaxPlannedRanges { get; init; } = 4;

    /// <summary>The ranges that workers may have at a time, done or waiting: their witnesses lie in the store.</summary>
    public int MaxPublishedRanges { get; init; } = 2;

    /// <summary>The time after which the job of the first blocks that are not done is taken for lost, and published again.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The time after which blocks that are named without a proof, on the word of a worker or a node, are tried again.</summary>
    public TimeSpan NamedAgainAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The most blocks of a range.</summary>
    public int MaxRangeBlocks { get; init; } = 256;

    /// <summary>How the worker of this process treats jobs, where there is one.</summary>
    public WorkerRules Worker { get; init; } = new();

    /// <summary>How attempts to read blocks are tried again before the blocks are halved, or one is given up.</summary>
    internal RetryRule RangeRetries { get; init; } = new(MaxAttempts: 3, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
}
