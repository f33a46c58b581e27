using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover;

/// <summary>Builds Merkle trees with the fastest hasher that a channel has.</summary>
public static class MerkleTrees
{
    // Smaller trees are kept whole.
    private const int SmallestPrunedHeight = 10;

    /// <summary>The lifted tree over columns in commit order; it reads them when it is opened.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="minHeight">The smallest height of the tree.</param>
    /// <param name="pool">Memory.</param>
    public static MerkleTree<THash> Commit<TChannel, THash>(ReadOnlySpan<ColumnReference> columns, int minHeight, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        ColumnReference[] sorted = [.. columns.ToArray().OrderBy(column => column.LogSize)];
        MerkleTree<THash> tree = Natural<TChannel, THash>(sorted, pool);
        Func<long, THash> leaf = LeafRows.OfColumns<TChannel, THash>(sorted, tree.Height);
        if (tree.Height == 0 || tree.Height >= minHeight)
        {
            return Prune<TChannel, THash>(tree, leaf);
        }

        LiftedMerkleTree<TChannel, THash> lifted = new(tree, minHeight, leaf);
        tree.Dispose();
        return lifted;
    }

    /// <summary>The lifted tree over columns in commit order, all of its nodes kept.</summary>
    public static MerkleTree<THash> CommitWhole<TChannel, THash>(ReadOnlySpan<ColumnReference> columns, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> =>
        Natural<TChannel, THash>([.. columns.ToArray().OrderBy(column => column.LogSize)], pool);

    /// <summary>The tree of the same columns lifted to a larger height.</summary>
    /// <param name="tree">The tree, of height 1 at least; it must live as long as the lifted one.</param>
    /// <param name="height">The height, above the tree's.</param>
    public static MerkleTree<THash> Lift<TChannel, THash>(MerkleTree<THash> tree, int height)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> =>
        new LiftedMerkleTree<TChannel, THash>(tree, height, leaf => tree.Node(tree.Height, leaf));

    /// <summary>The tree of a FRI layer; it reads the layer when it is opened.</summary>
    /// <param name="secure">Four coordinate columns.</param>
    /// <param name="leafLog">log2 of the values per leaf.</param>
    /// <param name="pool">Memory.</param>
    public static MerkleTree<THash> CommitSecure<TChannel, THash>(ColumnBlock secure, int leafLog, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        MerkleTree<THash> tree = IsBlake<TChannel>(out bool isReduced)
            ? (MerkleTree<THash>)(object)new BlakeMerkleTree(secure, leafLog, isReduced, pool)
            : new ScalarMerkleTree<TChannel, THash>(secure, leafLog);
        return Prune<TChannel, THash>(tree, LeafRows.OfSecure<TChannel, THash>(secure, leafLog));
    }

    private static MerkleTree<THash> Prune<TChannel, THash>(MerkleTree<THash> tree, Func<long, THash> leaf)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> =>
        tree.Height < SmallestPrunedHeight ? tree : new PrunedMerkleTree<TChannel, THash>(tree, leaf);

    private static MerkleTree<THash> Natural<TChannel, THash>(ColumnReference[] sorted, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        if (sorted.Length > 0 && IsBlake<TChannel>(out bool isReduced))
        {
            return (MerkleTree<THash>)(object)new BlakeMerkleTree(sorted, isReduced, pool);
        }

        return sorted.Length > 0 && typeof(TChannel) == typeof(Poseidon252Channel)
            ? (MerkleTree<THash>)(object)new ScalarMerkleTree<Poseidon252Channel, Felt>(PoseidonLeaves.Hash(sorted))
            : new ScalarMerkleTree<TChannel, THash>(sorted);
    }

    private static bool IsBlake<TChannel>(out bool isReduced)
    {
        isReduced = typeof(TChannel) == typeof(Blake2sM31Channel);
        return isReduced || typeof(TChannel) == typeof(Blake2sChannel);
    }
}
