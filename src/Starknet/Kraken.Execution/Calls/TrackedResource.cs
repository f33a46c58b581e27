namespace Kraken.Execution.Calls;

/// <summary>What meters a call.</summary>
public enum TrackedResource
{
    /// <summary>VM steps and builtins: classes below the Sierra version that prices its own gas, and everything that they call.</summary>
    CairoSteps,

    /// <summary>The gas counter of the compiled code.</summary>
    SierraGas,
}
