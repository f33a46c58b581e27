using System;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Storage;

namespace Kraken.Consensus.Simulation;

/// <summary>How a run is made beside its mix and seed.</summary>
public sealed record SimulationOptions
{
    /// <summary>How many validators; 0 lets the seed decide: mostly four, some runs with seven or with unequal weights.</summary>
    public int Nodes { get; init; }

    /// <summary>How many of the last lines of the trace are kept.</summary>
    public int TraceLines { get; init; }

    /// <summary>Replaces the algorithm, to see whether a broken one is caught.</summary>
    internal Func<IConsensusAlgorithm, IConsensusAlgorithm>? Alter { get; init; }

    /// <summary>Replaces the disks, as the machines' processes see them.</summary>
    internal Func<IDurableStorage, IDurableStorage>? AlterStorage { get; init; }

    /// <summary>Replaces the check of signatures.</summary>
    internal Func<ISignatureVerifier, ISignatureVerifier>? AlterVerifier { get; init; }

    /// <summary>Breaks a node on purpose.</summary>
    internal Nodes.Sabotage Sabotage { get; init; }

    /// <summary>False to let nodes break the rules of the algorithm and see what comes of it.</summary>
    internal bool ChecksRules { get; init; } = true;
}
