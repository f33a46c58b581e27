using Kraken.Explorer.Verification;
using Kraken.Proofs;

namespace Kraken.Explorer.Views;

/// <summary>A proof's page.</summary>
/// <param name="Manifest">What the store says about it.</param>
/// <param name="Outcome">What verifying it gave; null when it was not asked for.</param>
internal sealed record ProofView(ProofManifest Manifest, VerificationOutcome? Outcome);
