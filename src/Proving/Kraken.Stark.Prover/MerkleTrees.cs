using System;
using System.Linq;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover;

/// <summary>Builds Merkle trees with the fastest hasher that a channel has.</summary>
public static class MerkleTrees
{
    /// <summary>The lifted tree over columns in commit order.</summary>
    public static MerkleTree<THash> Commit<TChannel, THash>(ReadOnlySpan<ColumnReference> columns, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        ColumnReference[] sorted = [.. columns.ToArray().OrderBy(column => column.LogSize)];
        return typeof(TChannel) == typeof(Blake2sChannel)
            ? (MerkleTree<THash>)(object)new BlakeMerkleTree(sorted, pool)
            : new ScalarMerkleTree<TChannel, THash>(sorted);
    }

    /// <summary>The tree of a FRI layer.</summary>
    /// <param name="secure">Four coordinate columns.</param>
    /// <param name="leafLog">log2 of the values per leaf.</param>
    /// <param name="pool">Memory.</param>
    public static MerkleTree<THash> CommitSecure<TChannel, THash>(ColumnBlock secure, int leafLog, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> => typeof(TChannel) == typeof(Blake2sChannel)
            ? (MerkleTree<THash>)(object)new BlakeMerkleTree(secure, leafLog, pool)
            : new ScalarMerkleTree<TChannel, THash>(secure, leafLog);
}
