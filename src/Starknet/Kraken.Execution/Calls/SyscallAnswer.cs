using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>What a system call was answered.</summary>
/// <param name="Selector">The system call.</param>
/// <param name="Gas">The gas left.</param>
/// <param name="Failed">Whether it failed in a way that the caller can act on.</param>
public sealed record SyscallAnswer(SyscallSelector Selector, ulong Gas, bool Failed)
{
    /// <summary>The result that is one element; zero where there is none.</summary>
    public Felt Value { get; init; }

    /// <summary>The result that is a list, or the reason of the failure; null where there is none.</summary>
    public Felt[]? List { get; init; }
}
