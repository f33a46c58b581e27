using System;
using System.Collections.Generic;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>
/// A tree subtree by subtree, so that only one of them stands in memory whole. Leaves that follow each other read following rows of every
/// column, so a subtree is the tree of the columns' parts; a column that has less than a pair of rows for it gives the pair that it meets.
/// </summary>
internal static class TreeParts
{
    /// <summary>log2 of the leaves of a subtree where roots are computed: 64 MiB of nodes.</summary>
    public const int LogLeaves = 20;

    // Below it a part is copied: kernels read eight rows at once.
    private const int SmallestView = 4;

    /// <summary>The subtrees from left to right; each is freed when the next is asked for.</summary>
    /// <param name="sorted">Columns stably sorted ascending by size; the largest has 2^logLeaves rows at least.</param>
    /// <param name="logLeaves">log2 of the leaves of a subtree, at least 1.</param>
    /// <param name="pool">Memory.</param>
    public static IEnumerable<MerkleTree<THash>> Of<TChannel, THash>(ColumnReference[] sorted, int logLeaves, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        int height = sorted[^1].LogSize;
        for (int part = 0; part < 1 << (height - logLeaves); part++)
        {
            ColumnReference[] columns = Array.ConvertAll(sorted, column => Part(column, height, logLeaves, part, pool));
            using MerkleTree<THash> tree = MerkleTrees.CommitWhole<TChannel, THash>(columns, pool);
            yield return tree;
            foreach (ColumnReference column in columns)
            {
                column.Block.Dispose();
            }
        }
    }

    private static ColumnReference Part(ColumnReference column, int height, int logLeaves, int part, BufferPool pool)
    {
        int logSize = Math.Max(1, column.LogSize - (height - logLeaves));
        int first = (int)LiftedIndex.ToColumn((uint)part << logLeaves, height, column.LogSize);
        if (logSize >= SmallestView)
        {
            return new(column.Block.Part(column.Index, logSize, first >> logSize), 0);
        }

        ColumnBlock copy = new(pool, logSize, 1);
        column.Rows.Slice(first, 1 << logSize).CopyTo(copy.Rows(0));
        return new(copy, 0);
    }
}
