using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Explorer.Verification;

/// <summary>What verifying a stored proof gave.</summary>
/// <param name="Steps">The checks in order; nothing is checked after a failure.</param>
/// <param name="Elapsed">How long all of it took.</param>
internal sealed record VerificationOutcome(IReadOnlyList<VerificationStep> Steps, TimeSpan Elapsed)
{
    /// <summary>Whether every check was made and held.</summary>
    public bool IsValid => Steps.Count > 0 && Steps.All(step => step.Passed == true);

    /// <summary>The outcome in a sentence, beginning with "valid" or "INVALID".</summary>
    public string Summary
    {
        get
        {
            if (IsValid)
            {
                return $"valid: all {Steps.Count} checks passed in {Elapsed.TotalSeconds:0.00} s";
            }

            VerificationStep? failed = Steps.FirstOrDefault(step => step.Passed != true);
            return failed is null ? "INVALID: nothing was checked" : $"INVALID: {failed.Name}: {failed.Detail}";
        }
    }
}
