using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Nodes;

namespace Kraken.Consensus.Simulation.Faults;

/// <summary>Lets a mix's faults happen, one stream of numbers per kind, until the network heals.</summary>
/// <param name="world">The run.</param>
/// <param name="mix">What goes wrong.</param>
/// <param name="weak">The honest nodes of the fault budget.</param>
internal sealed class FaultSchedule(World world, FaultMix mix, IReadOnlyList<SimulatedNode> weak)
{
    private const long Millisecond = Microseconds.PerMillisecond;

    private readonly SeededRandom partitions = world.Numbers("partitions");
    private readonly SeededRandom cuts = world.Numbers("cuts");
    private readonly SeededRandom crashes = world.Numbers("crashes");
    private readonly SeededRandom machines = world.Numbers("machines");
    private readonly SeededRandom links = world.Numbers("reconnects");
    private bool isOver;

    /// <summary>Prepares the machines; before the nodes start.</summary>
    public void Prepare()
    {
        world.Network.Conditions = mix.Links;
        if (mix.ScreensProposals)
        {
            world.Network.Filter = new ProposalScreen(world).Passes;
        }

        foreach (SimulatedNode node in world.Nodes)
        {
            node.Profile = mix.Profile(machines);
        }

        if (mix.BlindsOne)
        {
            SimulatedNode blind = machines.Pick([.. world.Nodes.Where(node => node.IsHonest)]);
            blind.Profile = blind.Profile with { IsBlind = true };
        }

        foreach (SimulatedNode node in weak)
        {
            node.MayHalt = mix.LosesGuard;
            node.MayAbstain = mix.DamagesLog;
            if (mix.FarClock)
            {
                node.Profile =
                    node.Profile with { ClockAhead = machines.Chance(0.5) ? 7 * Microseconds.PerSecond : -7 * Microseconds.PerSecond };
            }
        }
    }

    /// <summary>Plans the first fault of each kind that the mix has; every fault plans its successor.</summary>
    public void Begin()
    {
        if (mix.Partitions)
        {
            Later(partitions.Between(50 * Millisecond, mix.PartitionTimes.Gap), Partition);
        }

        if (mix.OneWayCuts)
        {
            Later(cuts.Between(50 * Millisecond, 600 * Millisecond), CutOneWay);
        }

        if (mix.Crashes)
        {
            Later(crashes.Between(50 * Millisecond, 900 * Millisecond), Crash);
        }

        if (mix.PowerCuts)
        {
            Later(crashes.Between(400 * Millisecond, 1_500 * Millisecond), PowerCut);
        }

        foreach (SimulatedNode node in weak)
        {
            if (mix.DamagesLog || mix.LosesGuard)
            {
                Later(crashes.Between(300 * Millisecond, world.Times.Faults - (200 * Millisecond)), () => Weaken(node));
            }
        }
    }

    /// <summary>The network is whole, machines are well, and whatever was down starts again.</summary>
    public void Heal()
    {
        isOver = true;
        world.Tell("HEALS: links, disks, executors; nodes that are down start");
        world.Network.Heal();
        world.Network.Conditions = mix.LinksAfter;
        world.Network.Filter = null;
        foreach (SimulatedNode node in world.Nodes)
        {
            node.Profile = NodeProfile.Clean with
            {
                ClockAhead = node.Profile.ClockAhead,
                ClockPace = node.Profile.ClockPace,
                IsBlind = node.Profile.IsBlind,
            };
        }

        foreach (SimulatedNode node in world.Nodes)
        {
            node.Start();
        }

        Reconnect();
    }

    private void Later(long delay, System.Action action) => world.Clock.After(delay, () =>
    {
        if (!isOver)
        {
            action();
        }
    });

    private void Partition()
    {
        uint group = partitions.Subset(world.Nodes.Count);
        world.Tell($"PARTITION: {Names(group)} | {Names(~group)}");
        world.Network.Partition(group);
        Later(partitions.Between(50 * Millisecond, mix.PartitionTimes.Length), () =>
        {
            world.Tell("the partition ends");
            world.Network.Heal();
            Reconnect();
            Later(partitions.Between(50 * Millisecond, mix.PartitionTimes.Gap), Partition);
        });
    }

    private void CutOneWay()
    {
        int from = cuts.Below(world.Nodes.Count);
        int to = (from + 1 + cuts.Below(world.Nodes.Count - 1)) % world.Nodes.Count;
        world.Tell($"CUT: n{from} -> n{to}");
        world.Network.Cut(from, to, isCut: true);
        Later(cuts.Between(100 * Millisecond, 2_000 * Millisecond), () =>
        {
            world.Network.Cut(from, to, isCut: false);
            world.Tell($"n{from} -> n{to} carries again");
        });
        Later(cuts.Between(50 * Millisecond, 600 * Millisecond), CutOneWay);
    }

    private void Crash()
    {
        SimulatedNode node = crashes.Pick(world.Nodes);
        long down = crashes.Chance(0.7)
            ? crashes.Between(10 * Millisecond, 300 * Millisecond)
            : crashes.Between(500 * Millisecond, 2_500 * Millisecond);
        node.Crash(mix.TailLoss);
        Later(down, node.Start);
        Later(crashes.Between(100 * Millisecond, 900 * Millisecond), Crash);
    }

    private void PowerCut()
    {
        world.Tell("POWER CUT");
        foreach (SimulatedNode node in world.Nodes)
        {
            node.Crash(mix.TailLoss);
            Later(crashes.Between(10 * Millisecond, 300 * Millisecond), node.Start);
        }

        Later(crashes.Between(400 * Millisecond, 1_500 * Millisecond), PowerCut);
    }

    private void Weaken(SimulatedNode node)
    {
        node.Crash(mix.TailLoss);
        if (mix.DamagesLog)
        {
            node.DamageLog();
        }

        if (mix.LosesGuard)
        {
            node.LoseGuard(andLogs: crashes.Chance(0.5) && node.Chain.Tip.Height > 0);
        }

        Later(crashes.Between(10 * Millisecond, 500 * Millisecond), node.Start);
    }

    /// <summary>Connections that broke are made anew; ones that a short cut left alone are not.</summary>
    private void Reconnect()
    {
        foreach (SimulatedNode node in world.Nodes)
        {
            foreach (SimulatedNode other in world.Nodes)
            {
                if (node.Self != other.Self && links.Chance(0.5))
                {
                    node.Process?.Connected(other.Self);
                }
            }
        }
    }

    private string Names(uint group) =>
        string.Join(' ', world.Nodes.Where(node => ((group >> node.Index) & 1) == 1).Select(node => node.Name));
}
