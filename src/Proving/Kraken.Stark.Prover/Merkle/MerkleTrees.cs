using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>Builds Merkle trees with the fastest hasher that a channel has.</summary>
public static class MerkleTrees
{
    // Smaller trees are kept whole.
    private const int SmallestPrunedHeight = 10;

    // Layers that are not kept: a sixteenth of the memory stays, and a query costs sixteen leaves.
    internal const int PrunedLayers = 4;

    // From here on a tree is made subtree by subtree, each of 8 MiB of nodes, which stay in the processor's caches and are lent once.
    private const int SmallestPartedHeight = 19;
    private const int LogPartLeaves = 17;

    // Leaves over columns of fewer coefficients are made all at once: kernels read eight rows.
    private const int SmallestPart = 3;

    /// <summary>The lifted tree over columns in commit order; it reads them when it is opened.</summary>
    /// <param name="minHeight">The smallest height of the tree.</param>
    /// <param name="pool">Memory.</param>
    public static MerkleTree<THash> Commit<TChannel, THash>(ReadOnlySpan<ColumnReference> columns, int minHeight, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        ColumnReference[] sorted = [.. columns.ToArray().OrderBy(column => column.LogSize)];
        int height = sorted.Length == 0 ? 0 : sorted[^1].LogSize;
        return Commit<TChannel, THash>(sorted, height, minHeight, pool, LeafRows.OfColumns<TChannel, THash>(sorted, height));
    }

    /// <summary>The lifted tree over the extensions of columns of coefficients, which are not kept.</summary>
    /// <param name="sorted">The coefficients, stably sorted ascending by size.</param>
    /// <param name="shape">How they are extended and lifted.</param>
    /// <param name="twiddles">FFT factors of the largest extension.</param>
    /// <param name="pool">Memory.</param>
    /// <param name="leaf">Gives a leaf of the tree that is not lifted, when it is opened.</param>
    internal static MerkleTree<THash> CommitCoefficients<TChannel, THash>(
        ColumnReference[] sorted, TreeShape shape, TwiddleTable twiddles, BufferPool pool, Func<long, THash> leaf)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        int height = sorted.Length == 0 ? 0 : sorted[^1].LogSize + shape.LogBlowup;
        if (sorted.Length > 0 && height >= shape.MinHeight && IsBlake<TChannel>(out bool isReduced))
        {
            bool isParted = height >= SmallestPartedHeight && sorted[0].LogSize >= SmallestPart;
            Func<int?, LeafExtension> extension = part => new(sorted, part, shape.LogBlowup, twiddles, pool);
            IEnumerable<MerkleTree<Blake2sHash>> parts = isParted
                ? Enumerable.Range(0, 1 << shape.LogBlowup).SelectMany(part =>
                    BlakeParts(extension(part), height - shape.LogBlowup, isReduced, pool))
                : BlakeParts(extension(null), height, isReduced, pool);
            return PrunedMerkleTree<TChannel, THash>.Of((IEnumerable<MerkleTree<THash>>)parts, height, leaf);
        }

        ColumnReference[] extended = Array.ConvertAll(sorted, column => new ColumnReference(
            new(pool, column.LogSize + shape.LogBlowup, 1), 0));
        Parallel.For(0, extended.Length, i => ColumnTransforms.Values(sorted[i], extended[i], extended[i].LogSize, twiddles));
        MerkleTree<THash> tree = Commit<TChannel, THash>(extended, height, shape.MinHeight, pool, leaf);
        foreach (ColumnReference column in extended)
        {
            column.Block.Dispose();
        }

        return tree;
    }

    /// <summary>The subtrees over 2^height leaves, which stand in memory while these are taken.</summary>
    private static IEnumerable<MerkleTree<Blake2sHash>> BlakeParts(LeafExtension extension, int height, bool isReduced, BufferPool pool)
    {
        using NativeBuffer leaves = pool.Rent(MerkleLanes.LayerWords(height));
        BlakeMerkleTree.HashLeaves(extension, isReduced, leaves, pool);
        int logPart = Math.Min(height, LogPartLeaves);
        for (int part = 0; part < 1 << (height - logPart); part++)
        {
            using BlakeMerkleTree tree = new(leaves, part, logPart, isReduced, pool);
            yield return tree;
        }
    }

    private static MerkleTree<THash> Commit<TChannel, THash>(
        ColumnReference[] sorted, int height, int minHeight, BufferPool pool, Func<long, THash> leaf)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        if (height >= SmallestPartedHeight && height >= minHeight)
        {
            return PrunedMerkleTree<TChannel, THash>.Of(TreeParts.Of<TChannel, THash>(sorted, LogPartLeaves, pool), height, leaf);
        }

        MerkleTree<THash> tree = Natural<TChannel, THash>(sorted, pool);
        if (tree.Height == 0 || tree.Height >= minHeight)
        {
            return Prune<TChannel, THash>(tree, leaf);
        }

        LiftedMerkleTree<TChannel, THash> lifted = new(tree, minHeight, leaf);
        tree.Dispose();
        return lifted;
    }

    /// <summary>log2 of the nodes of the lowest layer that is kept of a tree of a height.</summary>
    public static int LogKeptNodes(int height) => Math.Max(0, height - PrunedLayers);

    /// <summary>The root of the tree whose lowest kept layer is known.</summary>
    /// <param name="nodes">The layer, a power of two of nodes.</param>
    public static THash RootOver<TChannel, THash>(THash[] nodes)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> => NodeLayers.Root<TChannel, THash>(nodes);

    /// <summary>The lifted tree over columns in commit order, all of its nodes kept.</summary>
    public static MerkleTree<THash> CommitWhole<TChannel, THash>(ReadOnlySpan<ColumnReference> columns, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> =>
        Natural<TChannel, THash>([.. columns.ToArray().OrderBy(column => column.LogSize)], pool);

    /// <summary>
    /// The roots of the tree over columns in commit order lifted so many times, once more and so on, computed subtree by subtree: a
    /// subtree of a lifted tree is the lifted subtree.
    /// </summary>
    /// <param name="columns">The columns, at least one of two rows at least.</param>
    /// <param name="least">How often the tree is lifted for the first root; 0 for the tree itself.</param>
    /// <param name="most">How often it is lifted for the last one.</param>
    /// <param name="pool">Memory.</param>
    /// <param name="onSubtree">Called after each subtree; what it throws ends the work.</param>
    public static IReadOnlyList<THash> LiftedRoots<TChannel, THash>(
        ReadOnlySpan<ColumnReference> columns, int least, int most, BufferPool pool, Action? onSubtree = null)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        ColumnReference[] sorted = [.. columns.ToArray().OrderBy(column => column.LogSize)];
        return LiftedRoots<TChannel, THash>(sorted, (least, most), SubtreeLog(sorted[^1].LogSize), pool, onSubtree);
    }

    /// <summary>How many subtrees the computation of lifted roots makes of a tree.</summary>
    /// <param name="logSize">log2 of the rows of its largest column.</param>
    public static int SubtreeCount(int logSize) => 1 << (logSize - SubtreeLog(logSize));

    /// <summary>The same by subtrees of 2^logLeaves leaves of columns stably sorted ascending by size.</summary>
    internal static IReadOnlyList<THash> LiftedRoots<TChannel, THash>(
        ColumnReference[] sorted, (int Least, int Most) lifts, int logLeaves, BufferPool pool, Action? onSubtree = null)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        List<THash>[] roots = [.. Enumerable.Range(lifts.Least, lifts.Most - lifts.Least + 1).Select(_ => new List<THash>())];
        foreach (MerkleTree<THash> tree in TreeParts.Of<TChannel, THash>(sorted, logLeaves, pool))
        {
            THash[] pairs = new THash[1 << (logLeaves - 1)];
            Parallel.For(0, pairs.Length, i => pairs[i] = tree.Node(logLeaves - 1, i));
            for (int lift = 0; lift <= lifts.Most; lift++)
            {
                pairs = lift == 0 ? pairs : NodeLayers.Meet<TChannel, THash>(pairs);
                if (lift >= lifts.Least)
                {
                    roots[lift - lifts.Least].Add(lift == 0 ? tree.Root : NodeLayers.Root<TChannel, THash>(pairs));
                }
            }

            onSubtree?.Invoke();
        }

        return [.. roots.Select(parts => NodeLayers.Root<TChannel, THash>([.. parts]))];
    }

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
            : typeof(TChannel) == typeof(Poseidon252Channel)
                ? (MerkleTree<THash>)(object)new PoseidonMerkleTree(PoseidonLeaves.HashSecure(secure, leafLog))
                : new ScalarMerkleTree<TChannel, THash>(secure, leafLog);
        return Prune<TChannel, THash>(tree, LeafRows.OfSecure<TChannel, THash>(secure, leafLog));
    }

    private static int SubtreeLog(int logSize) => Math.Min(TreeParts.LogLeaves, logSize);

    private static MerkleTree<THash> Prune<TChannel, THash>(MerkleTree<THash> tree, Func<long, THash> leaf)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> =>
        tree.Height < SmallestPrunedHeight ? tree : PrunedMerkleTree<TChannel, THash>.Of(tree, leaf);

    private static MerkleTree<THash> Natural<TChannel, THash>(ColumnReference[] sorted, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        if (sorted.Length > 0 && IsBlake<TChannel>(out bool isReduced))
        {
            return (MerkleTree<THash>)(object)new BlakeMerkleTree(sorted, isReduced, pool);
        }

        return sorted.Length > 0 && typeof(TChannel) == typeof(Poseidon252Channel)
            ? (MerkleTree<THash>)(object)new PoseidonMerkleTree(PoseidonLeaves.Hash(sorted))
            : new ScalarMerkleTree<TChannel, THash>(sorted);
    }

    private static bool IsBlake<TChannel>(out bool isReduced)
    {
        isReduced = typeof(TChannel) == typeof(Blake2sM31Channel);
        return isReduced || typeof(TChannel) == typeof(Blake2sChannel);
    }
}
