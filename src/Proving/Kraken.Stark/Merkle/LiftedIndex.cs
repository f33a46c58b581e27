using System.Runtime.CompilerServices;

namespace Kraken.Stark.Merkle;

/// <summary>
/// Columns of different sizes share one tree: a small column is lifted, f'(P) = f(2^k P). In bit-reversed order of circle domains this
/// keeps the lowest bit, which tells a point from its negation.
/// </summary>
public static class LiftedIndex
{
    /// <summary>
    /// The slot of a column of 2^columnLogSize values that belongs to leaf p of a tree of 2^treeHeight leaves, 1
    /// &lt;= columnLogSize &lt;= treeHeight.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToColumn(uint leaf, int treeHeight, int columnLogSize) =>
        ((leaf >> (treeHeight - columnLogSize + 1)) << 1) | (leaf & 1);

    /// <summary>The leaf of another tree that a query of a domain of 2^queryLogSize points means; either may be the larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToTree(uint query, int queryLogSize, int treeHeight) => queryLogSize <= treeHeight
        ? ((query >> 1) << (treeHeight - queryLogSize + 1)) | (query & 1)
        : ToColumn(query, queryLogSize, treeHeight);
}
