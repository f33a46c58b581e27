using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Proofs.Checking;

/// <summary>What checking found.</summary>
/// <param name="Steps">All steps in order.</param>
public sealed record ProofCheckReport(ImmutableArray<CheckStep> Steps)
{
    /// <summary>Every step passed, and there was one.</summary>
    public bool IsValid => !Steps.IsEmpty && Steps.All(step => step.Outcome == CheckOutcome.Passed);

    /// <summary>What the check established; null unless every step passed.</summary>
    public EstablishedCall? Established { get; init; }

    /// <summary>What had to be taken from the node unchecked, a sentence each.</summary>
    public ImmutableArray<string> Taken { get; init; } = [];

    /// <summary>The first step that did not pass; null when all did.</summary>
    public CheckStep? FirstFailure => Steps.FirstOrDefault(step => step.Outcome != CheckOutcome.Passed);
}
