using System;
using Kraken.Consensus.Engine.Machine;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>
/// Tells the machine when a height may begin and when it should: after the shortest interval, when a
/// transaction waits or an empty block is due.
/// </summary>
internal sealed class HeightClock(World world, SimulatedNode node, NodeProcess process)
{
    private ulong awaited;
    private long begun;
    private bool isAllowed;

    /// <summary>True until a height that was asked for became due.</summary>
    public bool IsAwaited { get; private set; }

    public void Await(ulong height)
    {
        awaited = height;
        begun = world.Clock.Now;
        isAllowed = false;
        IsAwaited = true;
        process.After(world.Times.BetweenBlocks, () =>
        {
            if (awaited == height)
            {
                isAllowed = true;
                process.Handle(new EngineEvent.HeightAllowed(height));
                if (node.Pool.Count > 0)
                {
                    Due(height);
                }
            }
        });
        process.After(world.Times.UntilEmptyBlock, () => Due(height));
    }

    /// <summary>A transaction arrived.</summary>
    public void TransactionWaits()
    {
        if (IsAwaited && isAllowed)
        {
            ulong height = awaited;
            process.After(Math.Max(1, begun + world.Times.BetweenBlocks - world.Clock.Now), () => Due(height));
        }
    }

    private void Due(ulong height)
    {
        if (IsAwaited && awaited == height)
        {
            IsAwaited = false;
            process.Handle(new EngineEvent.HeightDue(height));
        }
    }
}
