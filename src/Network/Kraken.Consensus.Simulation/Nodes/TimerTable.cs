using System;
using System.Collections.Generic;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Simulation.Clock;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>The timers of a node's core, by the node's own pace.</summary>
internal sealed class TimerTable(World world, SimulatedNode node, NodeProcess process)
{
    private readonly List<TimerId> live = [];
    private int generation;
    private int set;

    /// <summary>The timers that will elapse.</summary>
    public IReadOnlyList<TimerId> Live => live;

    public void Set(TimerId id, TimeSpan delay)
    {
        if (world.Options.Sabotage == Sabotage.LostTimers && ++set % 3 == 0)
        {
            return;
        }

        live.Add(id);
        int mine = generation;
        process.After((long)(Microseconds.Of(delay) * node.Profile.ClockPace), () =>
        {
            if (generation == mine && live.Remove(id))
            {
                process.Handle(new EngineEvent.TimerElapsed(id));
            }
        });
    }

    public void Forget()
    {
        generation++;
        live.Clear();
    }
}
