using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Proofs.Checking;

/// <summary>What a check found.</summary>
/// <param name="Steps">All steps in order.</param>
public sealed record CheckReport(ImmutableArray<CheckStep> Steps)
{
    /// <summary>Every step passed, and there was one.</summary>
    public bool IsValid => !Steps.IsEmpty && FirstFailure is null;

    /// <summary>The first step that did not pass; null when all did.</summary>
    public CheckStep? FirstFailure => Steps.FirstOrDefault(step => step.Outcome != CheckOutcome.Passed);
}
