using System;
using System.Net;
using Kraken.L1;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer;

/// <summary>Where the explorer listens and what it shows.</summary>
public sealed record ExplorerOptions
{
    /// <summary>The JSON-RPC address of the node to read.</summary>
    public required Uri Node { get; init; }

    /// <summary>The folder of the proof store, where the watcher's status lies too.</summary>
    public required string Proofs { get; init; }

    /// <summary>Where proofs are read from; null for that folder. Not disposed here.</summary>
    public IRangeProofStore? Store { get; init; }

    /// <summary>
    /// Who decides the chain's blocks, by its genesis file; null where it is not at hand, and then no proof can be checked. Not disposed
    /// here.
    /// </summary>
    public BlockAuthority? Authority { get; init; }

    /// <summary>The chain's L1, which tells whether it took messages; null for none. Its node's address is never shown.</summary>
    public L1Options? L1 { get; init; }

    /// <summary>The address to listen at.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen at.</summary>
    public int Port { get; init; } = 5080;
}
