namespace Kraken.Cairo.Vm.Execution;

/// <summary>A step budget, which machines of one transaction may share.</summary>
public sealed class RunResources
{
    /// <summary>A budget of steps; the default never ends.</summary>
    public RunResources(long steps = long.MaxValue)
    {
        RemainingSteps = steps;
    }

    /// <summary>Steps that may still be executed.</summary>
    public long RemainingSteps { get; set; }

    /// <summary>Nothing is left.</summary>
    public bool IsConsumed => RemainingSteps <= 0;
}
