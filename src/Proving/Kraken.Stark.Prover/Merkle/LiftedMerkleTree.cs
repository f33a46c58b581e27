using System;
using System.Threading.Tasks;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>
/// A tree whose columns are lifted k times beyond its largest one. Leaf p of the higher tree is leaf ((p >> (k + 1)) &lt;&lt; 1) | (p
/// &amp; 1) of the lower one, so its pairs of leaves are those of the lower tree, each 2^k times in a row: their parent meets itself k
/// times before the trees go on alike.
/// </summary>
/// <typeparam name="TChannel">Gives the hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
internal sealed class LiftedMerkleTree<TChannel, THash> : MerkleTree<THash>
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly int naturalHeight;
    private readonly Func<long, THash> leaf;
    private readonly THash[][] layers;

    /// <summary>Lifts a tree.</summary>
    /// <param name="natural">The tree of the columns, of height 1 at least; read here only.</param>
    /// <param name="height">The height, above the natural one.</param>
    /// <param name="leaf">Gives a leaf of the natural tree; what it reads must live as long as this tree.</param>
    public LiftedMerkleTree(MerkleTree<THash> natural, int height, Func<long, THash> leaf)
        : base(height)
    {
        naturalHeight = natural.Height;
        this.leaf = leaf;
        int logPairs = natural.Height - 1;
        THash[] nodes = new THash[1 << logPairs];
        Parallel.For(0, nodes.Length, i => nodes[i] = natural.Node(logPairs, i));

        // By layer below the leaves: the parents of the leaves, then those parents met with themselves, then the halvings.
        layers = new THash[height][];
        for (int log = height - 1; log >= 0; log--)
        {
            if (log < height - 1)
            {
                nodes = log < logPairs ? NodeLayers.Halve<TChannel, THash>(nodes) : NodeLayers.Meet<TChannel, THash>(nodes);
            }

            layers[log] = nodes;
        }
    }

    /// <inheritdoc/>
    public override THash Node(int log, long index) => log == Height
        ? leaf(LiftedIndex.ToColumn((uint)index, Height, naturalHeight))
        : layers[log][index >> (log - Math.Min(log, naturalHeight - 1))];

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
