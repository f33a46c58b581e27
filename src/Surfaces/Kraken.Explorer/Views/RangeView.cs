using System;
using System.Collections.Immutable;
using System.Globalization;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Views;

/// <summary>A page about a proof of blocks.</summary>
/// <param name="Manifest">What the store says about it.</param>
/// <param name="Outcome">What checking it gave; null when it was not asked for.</param>
/// <param name="CanVerify">Whether a genesis file is there to check it by.</param>
internal sealed record RangeView(RangeManifest Manifest, RangeOutcome? Outcome, bool CanVerify);

/// <summary>What checking a stored proof of blocks gave.</summary>
/// <param name="Report">The checks in order.</param>
/// <param name="Elapsed">How long all of it took.</param>
internal sealed record RangeOutcome(BlockProofReport Report, TimeSpan Elapsed)
{
    /// <summary>The outcome in a sentence, beginning with "valid" or "INVALID".</summary>
    public string Summary => Report.FirstFailure is { } first
        ? $"INVALID: “{first.Name}” {(first.Outcome == CheckOutcome.Skipped ? "could not be checked" : "failed")}: {first.Detail}"
        : Report.IsValid
            ? string.Create(
                CultureInfo.InvariantCulture, $"valid: all {Report.Steps.Length} checks passed in {Elapsed.TotalSeconds:0.00} s")
        : "INVALID: nothing was checked";

    /// <summary>The outcome of a check that ended before its first step.</summary>
    public static RangeOutcome Refused(string reason) => new(
        new BlockProofReport(
            ImmutableArray.Create(new CheckStep("the proof is read from the store", CheckOutcome.Failed, reason, default)), null, []),
        default);
}
