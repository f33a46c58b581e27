using System;

namespace Kraken.Execution.Constants;

/// <summary>L1 gas prices of VM resources: the heaviest resource alone is paid.</summary>
public sealed class VmFeeCosts
{
    private readonly ResourceRatio[] builtins;

    internal VmFeeCosts(ResourceRatio step, ResourceRatio[] builtins)
    {
        Step = step;
        this.builtins = builtins;
    }

    /// <summary>Price of a step.</summary>
    public ResourceRatio Step { get; }

    /// <summary>Price of a builtin instance.</summary>
    public ResourceRatio Of(PricedBuiltin builtin) => builtins[(int)builtin];

    /// <summary>
    /// The L1 gas of the heaviest resource, each rounded up. A segment arena instance counts as
    /// <paramref name="stepsPerArena"/> steps, a hole as a step.
    /// </summary>
    public ulong Heaviest(in VmResources used, long revertedSteps, long stepsPerArena)
    {
        long steps = used.Steps + used.MemoryHoles + revertedSteps + (stepsPerArena * used.Builtins[PricedBuiltin.SegmentArena]);
        ulong heaviest = Step.Ceiling((ulong)steps);
        for (int i = 0; i < BuiltinCounts.Length; i++)
        {
            if (used.Builtins[i] > 0 && i != (int)PricedBuiltin.SegmentArena)
            {
                heaviest = Math.Max(heaviest, builtins[i].Ceiling((ulong)used.Builtins[i]));
            }
        }

        return heaviest;
    }
}
