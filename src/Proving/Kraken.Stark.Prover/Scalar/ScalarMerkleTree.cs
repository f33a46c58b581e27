using System;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;

namespace Kraken.Stark.Prover.Scalar;

/// <summary>
/// A Merkle tree by the channel's own hash, node by node: the oracle of the vectorised trees, and the tree without columns.
/// </summary>
internal sealed class ScalarMerkleTree<TChannel, THash> : MerkleTree<THash>
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly THash[][] layers;

    /// <summary>Builds the tree over columns stably sorted ascending by size.</summary>
    public ScalarMerkleTree(ColumnReference[] sortedColumns)
        : base(sortedColumns.Length == 0 ? 0 : sortedColumns[^1].LogSize)
    {
        layers = new THash[Height + 1][];
        layers[Height] = new THash[1 << Height];
        Parallel.For(
            0,
            1 << Height,
            () => new M31[sortedColumns.Length],
            (leaf, _, row) =>
            {
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] =
                        M31.FromCanonical(sortedColumns[i].Rows[(int)LiftedIndex.ToColumn((uint)leaf, Height, sortedColumns[i].LogSize)]);
                }

                layers[Height][leaf] = TChannel.HashLeaf(row);
                return row;
            },
            _ => { });
        BuildInner();
    }

    /// <summary>Builds the tree of secure values, 2^leafLog of them per leaf.</summary>
    public ScalarMerkleTree(ColumnBlock secure, int leafLog)
        : base(secure.LogSize - leafLog)
    {
        layers = new THash[Height + 1][];
        layers[Height] = new THash[1 << Height];
        Parallel.For(0, 1 << Height, leaf =>
        {
            Span<M31> row = stackalloc M31[4 << leafLog];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = M31.FromCanonical(secure.Rows(i & 3)[(leaf << leafLog) + (i >> 2)]);
            }

            layers[Height][leaf] = TChannel.HashLeaf(row);
        });
        BuildInner();
    }

    /// <inheritdoc/>
    public override THash Node(int log, long index) => layers[log][index];

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    private void BuildInner()
    {
        for (int log = Height - 1; log >= 0; log--)
        {
            THash[] children = layers[log + 1];
            THash[] parents = new THash[1 << log];
            Parallel.For(0, parents.Length, i => parents[i] = TChannel.HashNode(children[2 * i], children[(2 * i) + 1]));
            layers[log] = parents;
        }
    }
}
