namespace Kraken.Execution.Limits;

/// <summary>Which part of an <see cref="ExecutionBudget"/> ended an execution.</summary>
public enum InterruptionKind
{
    /// <summary>Nobody waits for the result any longer.</summary>
    Cancelled,

    /// <summary>The time is over.</summary>
    OutOfTime,

    /// <summary>The execution wants more memory than it may have.</summary>
    OutOfMemory,
}
