using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Checks;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Keys;
using Kraken.Consensus.Simulation.Links;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>What the nodes of a run share.</summary>
internal sealed class World
{
    /// <summary>The seed of the run.</summary>
    public required ulong Seed { get; init; }

    public required Committee Committee { get; init; }

    public required IConsensusAlgorithm Algorithm { get; init; }

    public required SigningDomain Domain { get; init; }

    public required EngineLimits Limits { get; init; }

    public required SimulationTimes Times { get; init; }

    public required SimulatedKeys Keys { get; init; }

    public required PeerMessageCodec Codec { get; init; }

    public required RunTrace Trace { get; init; }

    public required TraceText Text { get; init; }

    public required AgreedChain Agreed { get; init; }

    public VirtualClock Clock { get; } = new();

    public ReleasedStatements Released { get; } = new();

    public SimulatedNetwork Network { get; set; } = null!;

    /// <summary>The instances; two of one validator in a run of Twins.</summary>
    public List<SimulatedNode> Nodes { get; } = [];

    /// <summary>How the run is made; what is broken on purpose, to see whether it is caught.</summary>
    public required SimulationOptions Options { get; init; }

    /// <summary>The nodes of a validator.</summary>
    public IEnumerable<SimulatedNode> NodesOf(ValidatorId validator) => Nodes.Where(node => node.Self == validator);

    /// <summary>The nodes whose invariants are checked.</summary>
    public IEnumerable<SimulatedNode> Honest => Nodes.Where(node => node.IsHonest);

    /// <summary>Numbers of a purpose.</summary>
    public SeededRandom Numbers(string stream) => new(Seed, stream);

    /// <summary>Numbers of a purpose at a node.</summary>
    public SeededRandom Numbers(string stream, int node) => new(Seed, stream + "/" + node.ToString(CultureInfo.InvariantCulture));

    /// <summary>A line about the world.</summary>
    public void Tell(string text) => Trace.Write(Clock.Now, "--", text);
}
