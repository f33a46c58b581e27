using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Simulation.Checks;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Faults;
using Kraken.Consensus.Simulation.Nodes;

namespace Kraken.Consensus.Simulation;

/// <summary>
/// One run of a network of validators: a time of faults, then the network heals, then the chain must go on. Everything in it is a
/// function of mix and seed.
/// </summary>
public sealed class SimulationRun
{
    private const long MaxEvents = 3_000_000;

    private readonly World world;
    private readonly FaultMix mix;
    private readonly FaultSchedule faults;
    private readonly ClientLoad clients;
    private ulong target;
    private long deadline;

    private SimulationRun(World world, FaultMix mix, IReadOnlyList<SimulatedNode> weak)
    {
        this.world = world;
        this.mix = mix;
        faults = new FaultSchedule(world, mix, weak);
        clients = new ClientLoad(world, mix);
    }

    /// <summary>Runs a mix with a seed.</summary>
    public static SimulationResult Run(FaultMix mix, ulong seed, SimulationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mix);
        options ??= new SimulationOptions();
        using RunTrace trace = new(options.TraceLines);
        (World world, IReadOnlyList<SimulatedNode> weak) = WorldPlan.Create(mix, seed, options, trace);
        return new SimulationRun(world, mix, weak).Run();
    }

    private SimulationResult Run()
    {
        Verdict verdict = Verdict.Passed;
        string reason = "";
        try
        {
            RunUntilDecided();
        }
        catch (InvariantException violated)
        {
            verdict = violated.Verdict;
            reason = violated.Message;
            world.Tell($"{verdict}: {reason}");
        }

        RunTrace trace = world.Trace;
        return new SimulationResult(
            mix.Name, world.Seed, verdict, reason, world.Agreed.Height, trace.Count,
            trace.Digest(), trace.Lines, world.Clock.Now / Microseconds.PerMillisecond);
    }

    private void RunUntilDecided()
    {
        faults.Prepare();
        foreach (SimulatedNode node in world.Nodes)
        {
            node.Start();
        }

        faults.Begin();
        clients.Begin();
        world.Clock.After(world.Times.Faults, Heal);
        for (long events = 0; !IsDone(); events++)
        {
            if (events == MaxEvents)
            {
                throw new InvariantException(Verdict.OutOfBounds, $"the run did not end after {MaxEvents} events");
            }

            if (deadline > 0 && world.Clock.Now > deadline)
            {
                throw new InvariantException(Verdict.Stalled, Standing());
            }

            world.Clock.Advance();
        }
    }

    private void Heal()
    {
        clients.End();
        faults.Heal();
        target = world.Agreed.Height + (ulong)world.Times.HeightsAfter;
        int round = world.Honest.Where(node => node.IsRunning).Select(node => node.Process!.Status.Round).DefaultIfEmpty(0).Max();
        deadline = world.Clock.Now + LivenessBound.Of(world.Times, world.Committee.Validators.Count, Math.Max(round, 0)) + mix.MoreTime;
    }

    private bool IsDone() =>
        deadline > 0
        && world.Agreed.Height >= target
        && world.Honest.All(node => (node.MayHalt && !node.IsRunning) || (node.IsRunning && node.Chain.Tip.Height >= target))
        && !clients.Open.Any(transaction => !world.Agreed.Includes(transaction));

    private string Standing()
    {
        IEnumerable<string> nodes = world.Honest.Select(node => node.Process is { } process
            ? $"{node.Name} at h{process.Status.Height} r{process.Status.Round} {process.Status.Step}"
                + (process.Status.Abstains is null ? "" : " (abstains)")
            : $"{node.Name} is down");
        string open = string.Join(' ', clients.Open.Where(transaction => !world.Agreed.Includes(transaction)).Take(10));
        return $"{world.Clock.Now / Microseconds.PerMillisecond} ms: height {target} was due at every honest node; "
            + $"{string.Join(", ", nodes)}; transactions in no block: {(open.Length == 0 ? "none" : open)}";
    }
}
