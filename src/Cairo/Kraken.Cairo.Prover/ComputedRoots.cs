using System;
using System.Threading;
using Kraken.Cairo.Air.Preprocessed;

namespace Kraken.Cairo.Prover;

/// <summary>
/// Roots that the table lacks: taken from a user's own file, or computed, which takes up to two hours of processor time and
/// <see cref="PreprocessedRootComputation.MemoryBytes"/> of memory.
/// </summary>
/// <param name="known">What was computed before; null for nothing.</param>
/// <param name="computes">False to give only what was computed before.</param>
/// <param name="progress">Makes a listener of a computation that begins; may be null.</param>
/// <param name="cancellation">Ends a computation.</param>
public sealed class ComputedRoots(
    RootFile? known,
    bool computes,
    Func<PreprocessedTree, IProgress<RootProgress>>? progress = null,
    CancellationToken cancellation = default)
    : IPreprocessedRootSource
{
    /// <summary>What was known with what was computed since.</summary>
    public RootFile Roots { get; private set; } = known ?? RootFile.Empty;

    /// <summary>The root of a tree.</summary>
    /// <returns>Null if it is not known and nothing may be computed.</returns>
    /// <exception cref="OperationCanceledException">The computation was ended.</exception>
    public string? Find(PreprocessedTree tree)
    {
        if (Roots.Find(tree) is string found || !computes)
        {
            return Roots.Find(tree);
        }

        string root = PreprocessedRootComputation.Compute(tree, tree.Height, progress?.Invoke(tree), cancellation)[0];
        Roots = Roots.With(tree, root);
        return root;
    }
}
