namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>What of a node is broken on purpose: a simulator that finds nothing proves nothing.</summary>
internal enum Sabotage
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A restart forgets what the node said: neither guard nor log survives.</summary>
    ForgottenVotes,

    /// <summary>The shell loses one of three timers.</summary>
    LostTimers,
}
