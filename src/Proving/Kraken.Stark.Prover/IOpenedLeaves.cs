using System;
using Kraken.Fields;

namespace Kraken.Stark.Prover;

/// <summary>Rows and leaves of a tree over extended columns, made again when they are opened.</summary>
/// <typeparam name="THash">A tree node.</typeparam>
internal interface IOpenedLeaves<THash>
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>log2 of the leaves of the tree that is not lifted.</summary>
    int Height { get; }

    /// <summary>A leaf that the latest opening made: one that it shows, or one of the run of sixteen that it lies in.</summary>
    THash Leaf(long leaf);

    /// <summary>Makes the leaves and their neighbours.</summary>
    /// <param name="leaves">Leaves of the tree that is not lifted, in any order.</param>
    /// <returns>The values by column and leaf.</returns>
    M31[][] Open(uint[] leaves);
}
