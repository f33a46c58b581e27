using Kraken.Explorer.Verification;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Views;

/// <summary>A page about a proof of blocks.</summary>
/// <param name="Manifest">What the store says about it.</param>
/// <param name="Outcome">What checking it gave; null when it was not asked for.</param>
/// <param name="CanVerify">Whether a genesis file is there to check it by.</param>
internal sealed record RangeView(RangeManifest Manifest, RangeVerificationOutcome? Outcome, bool CanVerify);
