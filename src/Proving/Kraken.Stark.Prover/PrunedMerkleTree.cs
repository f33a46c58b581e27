using System;
using System.Threading.Tasks;
using Kraken.Stark.Channels;

namespace Kraken.Stark.Prover;

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
    /// <summary>Layers that are not kept: a sixteenth of the memory stays, and a query costs sixteen leaves.</summary>
    public const int PrunedLayers = 4;

    private readonly Func<long, THash> leaf;
    private readonly THash[][] layers;

    /// <summary>Keeps the upper layers of a tree, which is given back.</summary>
    /// <param name="whole">The tree.</param>
    /// <param name="leaf">Hashes a leaf again; what it reads must live as long as this tree.</param>
    public PrunedMerkleTree(MerkleTree<THash> whole, Func<long, THash> leaf)
        : base(whole.Height)
    {
        this.leaf = leaf;
        layers = new THash[Math.Max(0, Height - PrunedLayers) + 1][];
        for (int log = 0; log < layers.Length; log++)
        {
            THash[] layer = new THash[1 << log];
            int present = log;
            Parallel.For(0, layer.Length, i => layer[i] = whole.Node(present, i));
            layers[log] = layer;
        }

        whole.Dispose();
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
}
