using System.Collections.Generic;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>
/// Counts what all runs of a transaction took, whatever became of them: the limits of a block hold for reverted runs too.
/// </summary>
internal sealed class UsageMeter
{
    private readonly Dictionary<Felt, VmResources> classes = [];
    private VmResources bySteps;
    private VmResources byGas;

    /// <summary>Builtins of all runs.</summary>
    internal BuiltinCounts Builtins => (bySteps + byGas).Builtins;

    /// <summary>Builtins of the runs that were metered by steps.</summary>
    internal BuiltinCounts BuiltinsOfSteps => bySteps.Builtins;

    /// <summary>The classes that ran, with the cost of hashing each.</summary>
    internal IReadOnlyDictionary<Felt, VmResources> Classes => classes;

    /// <summary>What was counted so far, to go back to; classes stay, as whoever runs again runs the same.</summary>
    internal (VmResources BySteps, VmResources ByGas) Counted
    {
        get => (bySteps, byGas);
        set => (bySteps, byGas) = value;
    }

    internal void Add(in Felt classHash, RunnableClass runnable) => classes.TryAdd(classHash, runnable.HashingCost);

    internal void Add(TrackedResource tracked, in VmResources builtins)
    {
        if (tracked == TrackedResource.CairoSteps)
        {
            bySteps += builtins;
        }
        else
        {
            byGas += builtins;
        }
    }
}
