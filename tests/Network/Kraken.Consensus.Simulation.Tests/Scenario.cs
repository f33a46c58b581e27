using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Simulation.Checks;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Simulation.Peers;
using Kraken.Fields;
using Xunit;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>
/// A network of four in which a test says who lies and how; at height 1 node 1 proposes first. Invariants are checked at every step.
/// </summary>
internal sealed class Scenario : IDisposable
{
    private readonly RunTrace trace = new(kept: 200_000);

    public Scenario(ulong seed = 1, IProposerSelection? selection = null, IReadOnlyList<int>? instances = null)
    {
        Committee committee = new(Enumerable.Range(1, 4).Select(index => (new ValidatorId((Felt)index), 1UL)));
        ValidatorId[] validators = [.. (instances ?? [0, 1, 2, 3]).Select(index => committee.Validators[index])];
        World = WorldPlan.Create(
            committee, validators, seed, new SimulationOptions(), trace,
            selection ?? new RotatingProposer(), new SimulationTimes(), WorldPlan.Limits);
    }

    public World World { get; }

    public IReadOnlyList<string> Lines => trace.Lines;

    public SimulatedNode this[int node] => World.Nodes[node];

    public void Dispose() => trace.Dispose();

    public T Corrupt<T>(int node, T strategy)
        where T : PeerStrategy
    {
        World.Nodes[node].Strategy = strategy;
        strategy.Attach(World, World.Nodes[node]);
        return strategy;
    }

    public void Start()
    {
        foreach (SimulatedNode node in World.Nodes)
        {
            node.Start();
        }
    }

    /// <summary>Runs until every honest node committed a height; fails when that takes too long.</summary>
    public void RunUntilCommitted(ulong height, long milliseconds) =>
        RunUntil(() => World.Honest.All(node => node.Chain.Tip.Height >= height), milliseconds, $"height {height}");

    public void RunUntil(Func<bool> condition, long milliseconds, string what)
    {
        long end = World.Clock.Now + (milliseconds * Microseconds.PerMillisecond);
        while (!condition())
        {
            Assert.True(
                World.Clock.Now <= end && !World.Clock.IsEmpty,
                $"no {what} within {milliseconds} ms of virtual time:\n" + string.Join('\n', trace.Lines.TakeLast(60)));
            World.Clock.Advance();
        }
    }

    public void RunFor(long milliseconds)
    {
        long end = World.Clock.Now + (milliseconds * Microseconds.PerMillisecond);
        while (World.Clock.Now < end)
        {
            World.Clock.Advance();
        }
    }

    /// <summary>How many lines of a node say something.</summary>
    public int Count(string node, string text) =>
        Lines.Sum(line => line.Contains($" {node} ", StringComparison.Ordinal) ? line.Split(text).Length - 1 : 0);
}
