using System;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>Single leaves of trees, hashed from the columns.</summary>
internal static class LeafRows
{
    /// <summary>Leaf p of the lifted tree of a height over columns stably sorted ascending by size.</summary>
    public static Func<long, THash> OfColumns<TChannel, THash>(ColumnReference[] sorted, int height)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> => leaf =>
        {
            M31[] row = new M31[sorted.Length];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = M31.FromCanonical(sorted[i].Rows[(int)LiftedIndex.ToColumn((uint)leaf, height, sorted[i].LogSize)]);
            }

            return TChannel.HashLeaf(row);
        };

    /// <summary>Leaf p of the tree over secure values, 2^leafLog of them per leaf.</summary>
    public static Func<long, THash> OfSecure<TChannel, THash>(ColumnBlock secure, int leafLog)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> => leaf =>
        {
            Span<M31> row = stackalloc M31[4 << leafLog];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = M31.FromCanonical(secure.Rows(i & 3)[(int)(leaf << leafLog) + (i >> 2)]);
            }

            return TChannel.HashLeaf(row);
        };
}
