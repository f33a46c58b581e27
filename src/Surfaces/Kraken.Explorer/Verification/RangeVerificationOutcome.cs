using System;
using System.Collections.Immutable;
using System.Globalization;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Verification;

/// <summary>What checking a stored proof of blocks gave.</summary>
/// <param name="Report">The checks in order.</param>
/// <param name="Elapsed">How long all of it took.</param>
/// <param name="Manifest">The manifest that was checked; null where none could be read.</param>
internal sealed record RangeVerificationOutcome(BlockProofReport Report, TimeSpan Elapsed, RangeManifest? Manifest = null)
{
    /// <summary>The outcome in a sentence, beginning with "valid" or "INVALID".</summary>
    public string Summary => Report.FirstFailure is { } first
        ? $"INVALID: “{first.Name}” {(first.Outcome == CheckOutcome.Skipped ? "could not be checked" : "failed")}: {first.Detail}"
        : Report.IsValid
            ? string.Create(
                CultureInfo.InvariantCulture, $"valid: all {Report.Steps.Length} checks passed in {Elapsed.TotalSeconds:0.00} s")
        : "INVALID: nothing was checked";

    /// <summary>The outcome of a check that ended before its first step.</summary>
    public static RangeVerificationOutcome Refused(string reason) => new(
        new BlockProofReport(
            ImmutableArray.Create(new CheckStep("the proof is read from the store", CheckOutcome.Failed, reason, default)), null, []),
        default);
}
