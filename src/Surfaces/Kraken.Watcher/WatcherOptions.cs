using System;
using Kraken.Proofs.Checking;

namespace Kraken.Watcher;

/// <summary>How the watcher works.</summary>
/// <param name="Rpc">The node's JSON-RPC address, such as http://127.0.0.1:5050/rpc.</param>
/// <param name="DataFolder">Where cursor, queue and records of mismatches are kept.</param>
/// <param name="ProofsFolder">The proof store.</param>
public sealed record WatcherOptions(Uri Rpc, string DataFolder, string ProofsFolder)
{
    /// <summary>Calls that may wait for a proof; when the queue is full the watcher follows no further.</summary>
    public int MaxQueued { get; init; } = 10_000;

    /// <summary>Whether the process takes a lower priority, so that nodes on the same machine come first.</summary>
    public bool YieldsToNodes { get; init; } = true;

    /// <summary>The time between two questions for a new block.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Who decides the chain's blocks, by its genesis file; null to take the node's word. Not disposed here.</summary>
    public BlockAuthority? Authority { get; init; }
}
