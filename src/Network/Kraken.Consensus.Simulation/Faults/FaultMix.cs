using System;
using System.Collections.Generic;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Links;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Simulation.Peers;
using Kraken.Consensus.Simulation.Storage;

namespace Kraken.Consensus.Simulation.Faults;

/// <summary>What goes wrong in a run, before the network heals. Faulty validators stay faulty after that.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Summary">What it is about, in a line.</param>
public sealed record FaultMix(string Name, string Summary)
{
    /// <summary>How the network treats messages.</summary>
    internal LinkConditions Links { get; init; } = LinkConditions.Clean;

    /// <summary>True when groups of nodes are cut off from each other for a while.</summary>
    internal bool Partitions { get; init; }

    /// <summary>The longest time between two partitions and the longest one, in microseconds.</summary>
    internal (long Gap, long Length) PartitionTimes { get; init; } = (1_500_000, 2_000_000);

    /// <summary>True when the network keeps proposals from honest nodes, as the faulty validators would like it to.</summary>
    internal bool ScreensProposals { get; init; }

    /// <summary>The times of its network.</summary>
    internal Func<SimulationTimes, SimulationTimes> Pace { get; init; } = times => times;

    /// <summary>The interval of repetition, in microseconds; 0 for the usual one. Long ones show what lost messages do.</summary>
    internal long Reminder { get; init; }

    /// <summary>How the network treats messages after it healed: links that stay slow need timeouts that grow.</summary>
    internal LinkConditions LinksAfter { get; init; } = LinkConditions.Clean;

    /// <summary>The time that a healed network may take beyond the usual, in microseconds.</summary>
    internal long MoreTime { get; init; }

    /// <summary>True when all nodes crash in the same moment, again and again.</summary>
    internal bool PowerCuts { get; init; }

    /// <summary>True when single directions of links are cut for a while.</summary>
    internal bool OneWayCuts { get; init; }

    /// <summary>True when nodes crash and start again.</summary>
    internal bool Crashes { get; init; }

    /// <summary>What a crash takes of what was not synced.</summary>
    internal TailLoss TailLoss { get; init; }

    /// <summary>True when the log of a weak node is damaged while it is down.</summary>
    internal bool DamagesLog { get; init; }

    /// <summary>True when the guard of a weak node is lost while it is down: it must not start again.</summary>
    internal bool LosesGuard { get; init; }

    /// <summary>True when the clock of a weak node is far off.</summary>
    internal bool FarClock { get; init; }

    /// <summary>True when one honest node sees less of the world outside than the others.</summary>
    internal bool BlindsOne { get; init; }

    /// <summary>The machine of a node; drawn per node.</summary>
    internal Func<SeededRandom, NodeProfile> Profile { get; init; } = _ => NodeProfile.Clean;

    /// <summary>How faulty validators behave; none when the list is empty.</summary>
    internal IReadOnlyList<Func<PeerStrategy>> Strategies { get; init; } = [];

    /// <summary>Share of the clients' transactions that make an executor throw, or worse.</summary>
    internal double BadTransactions { get; init; }

    /// <summary>What bad transactions do.</summary>
    internal TransactionKind BadKind { get; init; } = TransactionKind.Poison;

    /// <summary>True when nodes of the fault budget are honest and lose something that they must not lose.</summary>
    internal bool HasWeakNodes => DamagesLog || LosesGuard || FarClock;
}
