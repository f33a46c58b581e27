using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover;

/// <summary>Committed columns: their values on the extended domains and the tree over them.</summary>
/// <typeparam name="THash">A tree node.</typeparam>
/// <param name="columns">The extended columns in commit order; column of 2^l coefficients has 2^l rows times the blowup.</param>
/// <param name="tree">The tree.</param>
public sealed class CommittedTree<THash>(ColumnReference[] columns, MerkleTree<THash> tree)
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>The extended columns in commit order.</summary>
    public IReadOnlyList<ColumnReference> Columns => columns;

    /// <summary>The Merkle tree over their rows.</summary>
    public MerkleTree<THash> Tree => tree;

    /// <summary>What the transcript takes in.</summary>
    public THash Root => tree.Root;

    /// <summary>Builds the tree over columns.</summary>
    /// <param name="columns">The extended columns in commit order.</param>
    /// <param name="minHeight">The smallest height of the tree; a larger one than the columns' lifts them all.</param>
    /// <param name="pool">Memory.</param>
    public static CommittedTree<THash> Commit<TChannel>(ColumnReference[] columns, int minHeight, BufferPool pool)
        where TChannel : IMerkleChannel<THash> => new(columns, MerkleTrees.Commit<TChannel, THash>(columns, minHeight, pool));

    /// <summary>Columns with a tree of which one layer was kept; whether that is theirs the root tells.</summary>
    /// <param name="columns">The extended columns in commit order.</param>
    /// <param name="nodes">The layer of 2^<see cref="MerkleTrees.LogKeptNodes"/> nodes.</param>
    public static CommittedTree<THash> Restore<TChannel>(ColumnReference[] columns, THash[] nodes)
        where TChannel : IMerkleChannel<THash> => new(columns, MerkleTrees.Restore<TChannel, THash>(columns, nodes));

    /// <summary>The opened values, [column][query], and the Merkle witness of the leaves that the queries mean.</summary>
    /// <param name="queries">Positions of the query domain, ascending.</param>
    /// <param name="logDomain">log2 of that domain.</param>
    public (M31[][] Values, MerkleDecommitment<THash> Decommitment) Open(ReadOnlySpan<uint> queries, int logDomain)
    {
        int height = tree.Height;
        uint[] leaves = new uint[queries.Length];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = LiftedIndex.ToTree(queries[i], logDomain, height);
        }

        M31[][] values = new M31[columns.Length][];
        for (int c = 0; c < columns.Length; c++)
        {
            ReadOnlySpan<uint> rows = columns[c].Rows;
            values[c] = new M31[leaves.Length];
            for (int i = 0; i < leaves.Length; i++)
            {
                values[c][i] = M31.FromCanonical(rows[(int)LiftedIndex.ToColumn(leaves[i], height, columns[c].LogSize)]);
            }
        }

        Array.Sort(leaves);
        int count = Fri.QueryPositions.Deduplicate(leaves);
        return (values, tree.Decommit(leaves.AsSpan(0, count)));
    }
}
