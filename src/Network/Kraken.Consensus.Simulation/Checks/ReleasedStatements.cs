using System.Collections.Generic;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>Everything that each honest node ever let out under its signature, across restarts: one statement per slot.</summary>
internal sealed class ReleasedStatements
{
    private readonly Dictionary<(int Node, StatementSlot Slot), Statement> released = [];

    /// <summary>True when a node sent this statement.</summary>
    public bool Knows(int node, Statement statement) => released.TryGetValue((node, statement.Slot), out Statement? said)
        && said == statement;

    /// <summary>A node sends a statement of its own.</summary>
    public void Add(int node, Statement statement)
    {
        if (!released.TryAdd((node, statement.Slot), statement) && released[(node, statement.Slot)] != statement)
        {
            throw new InvariantException(
                Verdict.DoubleSigned, $"n{node} said {statement} after {released[(node, statement.Slot)]}");
        }
    }
}
