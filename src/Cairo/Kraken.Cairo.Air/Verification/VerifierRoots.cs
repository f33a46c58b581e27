using Kraken.Cairo.Air.Preprocessed;

namespace Kraken.Cairo.Air.Verification;

/// <summary>Where a verifier has the roots of the fixed columns from.</summary>
/// <param name="Known">Those that are at hand.</param>
/// <param name="Other">Those that take long; null for none, so that proofs of their kinds are refused at once.</param>
internal sealed record VerifierRoots(IPreprocessedRootSource Known, IPreprocessedRootSource? Other)
{
    /// <summary>The table alone.</summary>
    public static VerifierRoots Table { get; } = new(PreprocessedRoots.Table, null);
}
