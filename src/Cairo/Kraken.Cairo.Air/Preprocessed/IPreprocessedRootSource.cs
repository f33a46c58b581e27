namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>
/// Gives roots that <see cref="PreprocessedRoots"/> does not know. A proof over other tables than those of the AIR may prove anything, so
/// what a source gives must be computed from the columns, never taken from a proof or from what a stranger can alter.
/// </summary>
public interface IPreprocessedRootSource
{
    /// <summary>The root of a tree, as text: see <see cref="PreprocessedRoots"/>. It may take hours.</summary>
    /// <param name="tree">A tree of at most 2^30 leaves.</param>
    /// <returns>Null if this source has none either.</returns>
    string? Find(PreprocessedTree tree);
}
