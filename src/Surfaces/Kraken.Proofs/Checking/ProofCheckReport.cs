using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Proofs.Checking;

/// <summary>What checking a stored proof found.</summary>
/// <param name="Steps">All steps in order.</param>
public sealed record ProofCheckReport(ImmutableArray<CheckStep> Steps)
{
    /// <summary>Every step passed.</summary>
    public bool IsValid => Steps.All(step => step.Outcome == CheckOutcome.Passed);
}
