using System;
using System.Collections.Immutable;
using System.Net;
using Kraken.Execution.Native;
using Kraken.State.Store;
using Kraken.Sync;

namespace Kraken.Node.Following;

/// <summary>How a node follows a chain without voting.</summary>
public sealed record FollowOptions
{
    /// <summary>The most nodes to follow where nobody chooses other limits.</summary>
    public static int MaxSources { get; } = new SyncLimits().MaxSources;

    /// <summary>The follower's folder: store, genesis file, native code. Made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// The nodes to follow, the first preferred; transactions go to the one that is followed. With /feeder_gateway behind its address a
    /// node's blocks are read by its gateway.
    /// </summary>
    public required ImmutableArray<Uri> Sources { get; init; }

    /// <summary>The chain's genesis file; null where it lies in the folder or is fetched.</summary>
    public string? GenesisPath { get; init; }

    /// <summary>
    /// The SHA-256 of the genesis file, without which none is fetched. Not the hash of block 0: that names no validator, and whoever chose
    /// the committee could decide anything.
    /// </summary>
    public ImmutableArray<byte> GenesisHash { get; init; } = [];

    /// <summary>Where JSON-RPC listens; port 0 takes a free one.</summary>
    public IPEndPoint Rpc { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Which states are kept.</summary>
    public StateRetention History { get; init; } = StateRetention.All;

    /// <summary>What runs contracts.</summary>
    public ExecutionEngine Execution { get; init; } = ExecutionEngine.Native;

    /// <summary>Whether blocks are executed; else their state diffs are applied and the roots compared.</summary>
    public bool Executes { get; init; } = true;

    /// <summary>How long requests that run when it is asked to stop may take to end.</summary>
    public TimeSpan Drain { get; init; } = new NodeOptions().Drain;

    /// <summary>Whether it may listen where others reach it though everybody knows keys of the genesis file.</summary>
    public bool AllowPublishedKeys { get; init; }

    /// <summary>What sources may cost.</summary>
    public SyncLimits Limits { get; init; } = new();
}
