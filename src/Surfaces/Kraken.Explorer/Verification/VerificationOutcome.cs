using System;
using System.Collections.Immutable;
using System.Globalization;
using Kraken.Proofs;
using Kraken.Proofs.Checking;

namespace Kraken.Explorer.Verification;

/// <summary>What verifying a stored proof gave.</summary>
/// <param name="Report">The checks in order.</param>
/// <param name="Elapsed">How long all of it took.</param>
/// <param name="Manifest">The manifest that was checked; null where none could be read.</param>
internal sealed record VerificationOutcome(ProofCheckReport Report, TimeSpan Elapsed, ProofManifest? Manifest = null)
{
    /// <summary>Whether every check was made and held.</summary>
    public bool IsValid => Report.IsValid;

    /// <summary>The outcome in a sentence, beginning with "valid" or "INVALID".</summary>
    public string Summary
    {
        get
        {
            if (IsValid)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"valid: all {Report.Steps.Length} checks passed in {Elapsed.TotalSeconds:0.00} s");
            }

            CheckStep? first = Report.FirstFailure;
            string verdict = first?.Outcome == CheckOutcome.Skipped ? "could not be checked" : "failed";
            return first is null ? "INVALID: nothing was checked" : $"INVALID: “{first.Name}” {verdict}: {first.Detail}";
        }
    }

    /// <summary>The outcome of a check that ended before its first step.</summary>
    public static VerificationOutcome Refused(string reason) =>
        new(new ProofCheckReport(
            ImmutableArray.Create(new CheckStep("the proof is read from the store", CheckOutcome.Failed, reason, default))), default);
}
