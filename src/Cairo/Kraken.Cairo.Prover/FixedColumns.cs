using System;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover;

/// <summary>
/// The commitment of fixed columns that a session made last. They outlive a proof and have memory of their own: in the memory of a proof
/// they would lie wherever there was room, and the next one would not find the gaps that the first had.
/// </summary>
/// <param name="work">Memory of the session's proofs.</param>
/// <param name="cache">Where trees are kept from process to process; may be null.</param>
internal sealed class FixedColumns(MemoryArena work, FixedColumnCache? cache) : IDisposable
{
    private readonly MemoryArena arena = new();
    private (PreprocessedTree Tree, IDisposable Commitment)? latest;

    /// <summary>The bytes outside the managed heap that columns and coefficients hold.</summary>
    public long HeldBytes => sizeof(uint) * arena.HeldWords;

    /// <summary>The bytes of those that are in use.</summary>
    public long LentBytes => sizeof(uint) * arena.LentWords;

    /// <summary>The commitment with a given tree; the one before is freed if it is another.</summary>
    public PreprocessedCommitment<TChannel, THash> Of<TChannel, THash>(PreprocessedTree tree)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        if (latest is { } last && last.Tree == tree)
        {
            return (PreprocessedCommitment<TChannel, THash>)last.Commitment;
        }

        Forget();
        PreprocessedCommitment<TChannel, THash> made = PreprocessedCommitment<TChannel, THash>.Make(tree, (arena, work), cache);
        latest = (tree, made);
        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        arena.Dispose();
    }

    private void Forget()
    {
        latest?.Commitment.Dispose();
        latest = null;
        arena.Trim();
    }
}
