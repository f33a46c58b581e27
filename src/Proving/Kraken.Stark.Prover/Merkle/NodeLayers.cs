using System;
using System.Threading.Tasks;
using Kraken.Stark.Channels;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>Layers of tree nodes in managed memory, hashed on all cores with as many at once as the hash has lanes for.</summary>
internal static class NodeLayers
{
    private const int Chunk = 64;

    /// <summary>The parents of a layer.</summary>
    /// <param name="children">The layer, a power of two of at least two nodes.</param>
    public static THash[] Halve<TChannel, THash>(THash[] children)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        THash[] parents = new THash[children.Length / 2];
        Parallel.For(0, Chunks(parents.Length), chunk =>
        {
            int first = chunk * Chunk;
            int count = Math.Min(Chunk, parents.Length - first);
            Span<THash> left = stackalloc THash[count];
            Span<THash> right = stackalloc THash[count];
            for (int i = 0; i < count; i++)
            {
                left[i] = children[2 * (first + i)];
                right[i] = children[(2 * (first + i)) + 1];
            }

            TChannel.HashNodes(left, right, parents.AsSpan(first, count));
        });
        return parents;
    }

    /// <summary>The parents of a layer of which every node stands twice in a row.</summary>
    /// <param name="nodes">The layer, each node once.</param>
    public static THash[] Meet<TChannel, THash>(THash[] nodes)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        THash[] parents = new THash[nodes.Length];
        Parallel.For(0, Chunks(parents.Length), chunk =>
        {
            int first = chunk * Chunk;
            ReadOnlySpan<THash> both = nodes.AsSpan(first, Math.Min(Chunk, nodes.Length - first));
            TChannel.HashNodes(both, both, parents.AsSpan(first, both.Length));
        });
        return parents;
    }

    /// <summary>The node above a whole layer.</summary>
    public static THash Root<TChannel, THash>(THash[] nodes)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        while (nodes.Length > 1)
        {
            nodes = Halve<TChannel, THash>(nodes);
        }

        return nodes[0];
    }

    private static int Chunks(int nodes) => (nodes + Chunk - 1) / Chunk;
}
