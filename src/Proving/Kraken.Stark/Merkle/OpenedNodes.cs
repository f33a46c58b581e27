using System;
using System.Collections.Generic;

namespace Kraken.Stark.Merkle;

/// <summary>
/// The nodes that an opening shows, layer by layer from the leaves to below the root: both children of every node on a path.
/// </summary>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed class OpenedNodes<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly List<List<(uint Position, THash Hash)>> layers = [];

    /// <summary>The layers, each in ascending positions; none for a tree of one leaf or none.</summary>
    public IReadOnlyList<IReadOnlyList<(uint Position, THash Hash)>> Layers => layers;

    internal void BeginLayer() => layers.Add([]);

    internal void Add(uint parent, in THash left, in THash right)
    {
        layers[^1].Add((2 * parent, left));
        layers[^1].Add(((2 * parent) + 1, right));
    }
}
