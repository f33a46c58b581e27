using System;

namespace Kraken.Execution.Limits;

/// <summary>
/// An execution was given up because its <see cref="ExecutionBudget"/> is spent. This says nothing about the transaction or call, which
/// may succeed elsewhere or later: it is neither a revert nor a rejection, and no part of what was executed remains in the state.
/// </summary>
public sealed class ExecutionInterruptedException : Exception
{
    /// <summary>An interruption.</summary>
    /// <param name="kind">Which part of the budget is spent.</param>
    /// <param name="message">What was spent, and how much there was.</param>
    public ExecutionInterruptedException(InterruptionKind kind, string message)
        : base(message)
    {
        Kind = kind;
    }

    /// <summary>Which part of the budget is spent.</summary>
    public InterruptionKind Kind { get; }
}
