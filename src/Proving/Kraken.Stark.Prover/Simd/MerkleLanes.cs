using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The layers of a BLAKE2s Merkle tree, eight nodes at a time. A layer is stored in groups of eight nodes, word-major: word w of node i
/// lies at 64 (i / 8) + 8 w + i % 8, so that hashing needs no transposition. Layers of fewer than eight nodes fill one group.
/// </summary>
internal static unsafe class MerkleLanes
{
    private const int GroupWords = Blake2sLanes.StateWords;
    private const int GroupsPerTask = 512;

    /// <summary>Words of a layer of 2^logSize nodes.</summary>
    public static long LayerWords(int logSize) => Groups(logSize) * GroupWords;

    /// <summary>Groups of a layer of 2^logSize nodes.</summary>
    public static long Groups(int logSize) => logSize <= 3 ? 1 : 1L << (logSize - 3);

    /// <summary>Hashes pairs of nodes to their parents.</summary>
    /// <param name="children">The layer of 2^(logSize + 1) nodes.</param>
    /// <param name="parents">The layer of 2^logSize nodes, written.</param>
    /// <param name="logSize">log2 of the number of parents.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    public static void HashLayer(uint* children, uint* parents, int logSize, bool isReduced)
    {
        long groups = Groups(logSize);
        if (groups < 2)
        {
            HashGroups(children, parents, 0, groups, logSize < 3, isReduced);
            return;
        }

        int tasks = (int)((groups + GroupsPerTask - 1) / GroupsPerTask);
        Parallel.For(0, tasks, task =>
            HashGroups(children, parents, (long)task * GroupsPerTask, Math.Min(groups, (task + 1L) * GroupsPerTask), false, isReduced));
    }

    /// <summary>Copies one node out of a layer, whose nodes lie interleaved in groups of eight.</summary>
    public static void ReadNode(uint* layer, long node, Span<uint> words)
    {
        // SAFETY: node lies in the layer.
        uint* start = layer + ((node >> 3) * GroupWords) + (node & 7);
        for (int w = 0; w < 8; w++)
        {
            words[w] = start[8 * w];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HashGroups(uint* children, uint* parents, long from, long to, bool single, bool isReduced)
    {
        // SAFETY: a group of parents reads two groups of children; where there is one only (fewer than 16 children), it is read twice.
        uint* message = stackalloc uint[128];
        for (long group = from; group < to; group++)
        {
            uint* low = children + (2 * group * GroupWords);
            uint* high = single ? low : low + GroupWords;
            for (int w = 0; w < 8; w++)
            {
                Vector256<uint> first = Vector256.Load(low + (8 * w));
                Vector256<uint> second = Vector256.Load(high + (8 * w));
                LaneTransposition.Even(first, second).Store(message + (8 * w));
                LaneTransposition.Odd(first, second).Store(message + (8 * (w + 8)));
            }

            uint* state = parents + (group * GroupWords);
            Blake2sLanes.Initialise(state);
            Blake2sLanes.Compress(state, message, 64, true);
            if (isReduced)
            {
                Blake2sLanes.Reduce(state);
            }
        }
    }
}
