using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Kraken.Stark.Channels;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>
/// A tree of which the lowest layers, nearly all of its memory, are not kept: the few nodes of them that an opening shows are hashed
/// again from the leaves.
/// </summary>
/// <typeparam name="TChannel">Gives the hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
internal sealed class PrunedMerkleTree<TChannel, THash> : MerkleTree<THash>
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>Layers that are not kept.</summary>
    public const int PrunedLayers = MerkleTrees.PrunedLayers;

    private readonly Func<long, THash> leaf;
    private readonly THash[][] layers;

    private PrunedMerkleTree(int height, THash[][] layers, Func<long, THash> leaf)
        : base(height)
    {
        this.layers = layers;
        this.leaf = leaf;
    }

    /// <summary>The tree over its lowest kept layer.</summary>
    /// <param name="nodes">The layer.</param>
    /// <param name="height">The whole tree's height.</param>
    /// <param name="leaf">Hashes a leaf again; what it reads must live as long as this tree.</param>
    /// <exception cref="ArgumentException">The layer has another size.</exception>
    public static PrunedMerkleTree<TChannel, THash> Of(THash[] nodes, int height, Func<long, THash> leaf)
    {
        THash[][] layers = new THash[MerkleTrees.LogKeptNodes(height) + 1][];
        if (nodes.Length != 1 << (layers.Length - 1))
        {
            throw new ArgumentException($"expected {1 << (layers.Length - 1)} nodes, got {nodes.Length}", nameof(nodes));
        }

        layers[^1] = nodes;
        for (int log = layers.Length - 2; log >= 0; log--)
        {
            layers[log] = NodeLayers.Halve<TChannel, THash>(layers[log + 1]);
        }

        return new(height, layers, leaf);
    }

    /// <summary>Keeps the upper layers of a tree, which is given back.</summary>
    /// <param name="whole">The tree.</param>
    /// <param name="leaf">Hashes a leaf again; what it reads must live as long as this tree.</param>
    public static PrunedMerkleTree<TChannel, THash> Of(MerkleTree<THash> whole, Func<long, THash> leaf)
    {
        THash[][] layers = new THash[MerkleTrees.LogKeptNodes(whole.Height) + 1][];
        for (int log = 0; log < layers.Length; log++)
        {
            layers[log] = new THash[1 << log];
            Copy(whole, log, layers[log], 0);
        }

        int height = whole.Height;
        whole.Dispose();
        return new(height, layers, leaf);
    }

    /// <summary>Keeps the upper layers of a tree that is given subtree by subtree.</summary>
    /// <param name="parts">The subtrees from left to right, a power of two of one height above <see cref="PrunedLayers"/>.</param>
    /// <param name="height">The whole tree's height.</param>
    /// <param name="leaf">Hashes a leaf again; what it reads must live as long as this tree.</param>
    public static PrunedMerkleTree<TChannel, THash> Of(IEnumerable<MerkleTree<THash>> parts, int height, Func<long, THash> leaf)
    {
        THash[][] layers = new THash[height - PrunedLayers + 1][];
        int part = 0;
        int top = 0;
        foreach (MerkleTree<THash> tree in parts)
        {
            top = height - tree.Height;
            for (int log = 0; log <= tree.Height - PrunedLayers; log++)
            {
                Copy(tree, log, layers[top + log] ??= new THash[1 << (top + log)], part << log);
            }

            part++;
        }

        for (int log = top - 1; log >= 0; log--)
        {
            layers[log] = NodeLayers.Halve<TChannel, THash>(layers[log + 1]);
        }

        return new(height, layers, leaf);
    }

    /// <inheritdoc/>
    public override THash Node(int log, long index) =>
        log < layers.Length ? layers[log][index]
        : log == Height ? leaf(index)
        : TChannel.HashNode(Node(log + 1, 2 * index), Node(log + 1, (2 * index) + 1));

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    private static void Copy(MerkleTree<THash> tree, int log, THash[] layer, int first) =>
        Parallel.For(0, 1 << log, i => layer[first + i] = tree.Node(log, i));
}
