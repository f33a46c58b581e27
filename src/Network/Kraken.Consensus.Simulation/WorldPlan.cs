using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Checks;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Faults;
using Kraken.Consensus.Simulation.Keys;
using Kraken.Consensus.Simulation.Links;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Simulation;

/// <summary>Draws the committee of a run and who of it is faulty: less than a third of the weight, weak nodes included.</summary>
internal static class WorldPlan
{
    /// <summary>The limits of simulated machines: small, so that runs reach them.</summary>
    public static EngineLimits Limits { get; } = new()
    {
        MaxBlockBytes = 64 << 10,
        EarlyMessagesPerPeer = 32,
        EarlyBytesPerPeer = 128 << 10,
        VerificationsPerPeer = 128,
        HeldBlocks = 4,
    };

    // So small that the log of a height with many rounds is rewritten.
    private static readonly EngineLimits SmallBlocks = Limits with { MaxBlockBytes = 12 << 10, LoggedBlocks = 1 };

    /// <summary>The world of a mix and a seed, and its weak nodes.</summary>
    public static (World World, IReadOnlyList<SimulatedNode> Weak) Create(
        FaultMix mix,
        ulong seed,
        SimulationOptions options,
        RunTrace trace)
    {
        SeededRandom random = new(seed, "plan");
        Committee committee = CommitteeOf(options.Nodes, random);
        SimulationTimes times = mix.Pace(new SimulationTimes());
        times = mix.Reminder > 0 ? times with { Reminder = mix.Reminder } : times;
        World world = Create(committee, committee.Validators, seed, options, trace, new RotatingProposer(), times, SmallBlocks);
        List<SimulatedNode> budget = Budget(world, random);
        List<SimulatedNode> weak = [];
        foreach (SimulatedNode node in budget)
        {
            if (mix.HasWeakNodes && (mix.Strategies.Count == 0 || random.Chance(0.3)))
            {
                weak.Add(node);
            }
            else if (mix.Strategies.Count > 0)
            {
                node.Strategy = random.Pick(mix.Strategies)();
            }
        }

        foreach (SimulatedNode node in world.Nodes.Where(node => node.Strategy is not null))
        {
            node.Strategy!.Attach(world, node);
        }

        IEnumerable<string> nodes = world.Nodes.Select(node =>
            $"{node.Name}:{committee.Weight(node.Self)}"
            + (node.Strategy is { } lies ? $"({lies.Name})" : weak.Contains(node) ? "(weak)" : ""));
        world.Tell($"mix {mix.Name}, seed {seed}: {string.Join(' ', nodes)}");
        return (world, weak);
    }

    /// <summary>A world of instances; two of one validator are twins.</summary>
    public static World Create(
        Committee committee, IReadOnlyList<ValidatorId> instances, ulong seed,
        SimulationOptions options, RunTrace trace, IProposerSelection selection, SimulationTimes times,
        EngineLimits limits)
    {
        IConsensusAlgorithm algorithm = new TendermintAlgorithm(times.Timeouts, selection);
        algorithm = options.Alter?.Invoke(algorithm) ?? algorithm;
        Dictionary<ValidatorId, string> names = [];
        for (int i = 0; i < instances.Count; i++)
        {
            names.TryAdd(instances[i], $"n{i}");
        }

        World world = new()
        {
            Seed = seed,
            Committee = committee,
            Algorithm = algorithm,
            Selection = selection,
            Domain = new SigningDomain("SIMULATION", (Felt)1, 1),
            Limits = limits,
            Times = times,
            Keys = new SimulatedKeys(committee.Validators),
            Codec = new PeerMessageCodec(algorithm, limits.MaxBlockBytes),
            Trace = trace,
            Text = new TraceText(validator => names.GetValueOrDefault(validator, "a stranger")),
            Agreed = new AgreedChain(committee),
            Options = options,
        };
        world.Network = new SimulatedNetwork(
            world.Clock,
            instances.Count,
            world.Numbers("links"),
            (from, to, bytes) => world.Nodes[to].Process?.Receive(world.Nodes[from], bytes));
        for (int i = 0; i < instances.Count; i++)
        {
            world.Nodes.Add(new SimulatedNode(world, i, instances[i]));
        }

        return world;
    }

    private static Committee CommitteeOf(int nodes, SeededRandom random)
    {
        int kind = random.Below(8);
        int count = nodes > 0 ? nodes : kind == 7 ? 7 : 4;
        return new Committee(Enumerable.Range(1, count).Select(
            index => (new ValidatorId((Felt)index), kind == 6 ? 1 + (ulong)random.Below(10) : 1UL)));
    }

    /// <summary>Nodes of less than a third of the weight, as many as fit.</summary>
    private static List<SimulatedNode> Budget(World world, SeededRandom random)
    {
        List<SimulatedNode> left = [.. world.Nodes];
        List<SimulatedNode> chosen = [];
        UInt128 weight = 0;
        while (left.Count > 0)
        {
            SimulatedNode node = random.Pick(left);
            left.Remove(node);
            if (3 * (weight + world.Committee.Weight(node.Self)) < world.Committee.TotalWeight)
            {
                weight += world.Committee.Weight(node.Self);
                chosen.Add(node);
            }
        }

        return chosen;
    }
}
