using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The layers of a BLAKE2s Merkle tree, a vector of nodes at a time. Layers of fewer than eight nodes fill one group.
/// </summary>
/// <remarks>
/// Lanes: one node per lane; a layer is stored in groups of eight nodes, word-major: word w of node i lies at 64 (i / 8) + 8 w + i % 8, so
/// that hashing needs no transposition. Twin: <see cref="Stark.Channels.IMerkleChannel{THash}.HashNode"/>, and of a whole tree
/// <see cref="Scalar.ScalarMerkleTree{TChannel, THash}"/>.
/// </remarks>
internal static unsafe class MerkleLanes
{
    private const int GroupWords = Blake2sLanes.StateWords;

    /// <summary>Words of a layer of 2^logSize nodes.</summary>
    public static long LayerWords(int logSize) => Groups(logSize) * GroupWords;

    /// <summary>Groups of a layer of 2^logSize nodes.</summary>
    public static long Groups(int logSize) => logSize <= 3 ? 1 : 1L << (logSize - 3);

    /// <summary>Copies one node out of a layer, whose nodes lie interleaved in groups of eight.</summary>
    public static void ReadNode(BufferPart layer, long node, Span<uint> words)
    {
        // SAFETY: node lies in the layer.
        uint* start = layer.Words + ((node >> 3) * GroupWords) + (node & 7);
        for (int w = 0; w < 8; w++)
        {
            words[w] = start[8 * w];
        }
    }

    /// <summary>Hashes pairs of nodes to groups of their parents.</summary>
    /// <param name="childLayer">The layer of twice as many nodes as the parents'.</param>
    /// <param name="parentLayer">The layer of parents, written.</param>
    /// <param name="from">The first group of parents.</param>
    /// <param name="to">One past the last; from .. to are whole vectors.</param>
    /// <param name="single">True where the children fill one group only.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <typeparam name="T">The lanes; a layer of one group takes eight.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HashGroups<T>(BufferPart childLayer, BufferPart parentLayer, long from, long to, bool single, bool isReduced)
        where T : struct, IBlakeLanes<T>
    {
        // SAFETY: a group of parents reads two groups of children; where there is one only (fewer than 16 children), it is read twice.
        // Groups are a power of two, so that from two on they fill vectors of two groups.
        uint* children = childLayer.Words, parents = parentLayer.Words;
        int together = T.Width / 8;
        uint* message = stackalloc uint[Blake2sLanes.MaxMessageWords];
        for (long group = from; group < to; group += together)
        {
            for (int i = 0; i < together; i++)
            {
                uint* low = children + (2 * (group + i) * GroupWords);
                LoadPairs(low, single ? low : low + GroupWords, message + (8 * i), T.Width);
                Blake2sLanes.Initialise(parents + ((group + i) * GroupWords));
            }

            uint* state = parents + (group * GroupWords);
            Blake2sLanes.Compress<T>(state, message, 64, true);
            for (int i = 0; isReduced && i < together; i++)
            {
                Blake2sLanes.Reduce(state + (i * GroupWords));
            }
        }
    }

    /// <summary>The messages of eight parents: the even children's words, then the odd ones'.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadPairs(uint* low, uint* high, uint* message, int width)
    {
        for (int w = 0; w < 8; w++)
        {
            Vector256<uint> first = Vector256.Load(low + (8 * w));
            Vector256<uint> second = Vector256.Load(high + (8 * w));
            LaneTransposition.Even(first, second).Store(message + (width * w));
            LaneTransposition.Odd(first, second).Store(message + (width * (w + 8)));
        }
    }
}
