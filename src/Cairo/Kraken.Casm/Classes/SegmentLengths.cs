using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Casm.Classes;

/// <summary>A node of the tree of bytecode segments: a leaf of some words, or an inner node of segments.</summary>
/// <param name="Length">The number of words below this node.</param>
/// <param name="Children">The segments of an inner node, in order; the default (not empty) array for a leaf.</param>
public sealed record SegmentLengths(int Length, ImmutableArray<SegmentLengths> Children)
{
    /// <summary>Whether this holds words itself instead of segments.</summary>
    public bool IsLeaf => Children.IsDefault;

    /// <summary>A leaf of <paramref name="length"/> words.</summary>
    public static SegmentLengths Leaf(int length) => new(length, default);

    /// <summary>An inner node.</summary>
    public static SegmentLengths Node(ImmutableArray<SegmentLengths> children) => new(children.Sum(child => child.Length), children);
}
