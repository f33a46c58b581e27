using System;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover;

/// <summary>The commitment of fixed columns that a session made last.</summary>
/// <param name="arena">Memory.</param>
/// <param name="cache">Where trees are kept from process to process; may be null.</param>
internal sealed class FixedColumns(MemoryArena arena, FixedColumnCache? cache) : IDisposable
{
    private (PreprocessedTree Tree, IDisposable Commitment)? latest;

    /// <summary>The commitment with a given tree; the one before is freed if it is another.</summary>
    public PreprocessedCommitment<TChannel, THash> Of<TChannel, THash>(PreprocessedTree tree)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        if (latest is { } last && last.Tree == tree)
        {
            return (PreprocessedCommitment<TChannel, THash>)last.Commitment;
        }

        Dispose();
        PreprocessedCommitment<TChannel, THash> made = PreprocessedCommitment<TChannel, THash>.Make(tree, arena, cache);
        latest = (tree, made);
        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        latest?.Commitment.Dispose();
        latest = null;
    }
}
