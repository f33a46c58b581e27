using System;
using System.Collections.Generic;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;

namespace Kraken.Stark.Pcs;

/// <summary>
/// What the openings of a proof show, written down by the verifier that checks them; whole once it has accepted the proof. All of it
/// follows from the proof, but only a verifier knows it.
/// </summary>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed class OpeningRecord<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly List<OpenedNodes<THash>> trees = [];
    private readonly List<OpenedLayer<THash>> layers = [];

    /// <summary>The queried positions as they were drawn: in their order, duplicates kept.</summary>
    public IReadOnlyList<uint> Queries { get; internal set; } = [];

    /// <summary>The trees, in the order of commitment.</summary>
    public IReadOnlyList<OpenedNodes<THash>> Trees => trees;

    /// <summary>The layers of the low-degree test, the first one included.</summary>
    public IReadOnlyList<OpenedLayer<THash>> Layers => layers;

    internal OpenedNodes<THash> AddTree()
    {
        OpenedNodes<THash> nodes = new();
        trees.Add(nodes);
        return nodes;
    }

    internal void AddLayer(OpenedLayer<THash> layer) => layers.Add(layer);
}
