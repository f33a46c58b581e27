using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The layers of a BLAKE2s Merkle tree, a vector of nodes at a time. A layer is stored in groups of eight nodes, word-major: word w of node
/// i lies at 64 (i / 8) + 8 w + i % 8, so that hashing needs no transposition. Layers of fewer than eight nodes fill one group.
/// </summary>
internal static unsafe class MerkleLanes
{
    private const int GroupWords = Blake2sLanes.StateWords;
    private const int GroupsPerTask = 512;

    /// <summary>Words of a layer of 2^logSize nodes.</summary>
    public static long LayerWords(int logSize) => Groups(logSize) * GroupWords;

    /// <summary>Groups of a layer of 2^logSize nodes.</summary>
    public static long Groups(int logSize) => logSize <= 3 ? 1 : 1L << (logSize - 3);

    /// <summary>Hashes pairs of nodes to their parents, at the width that the processor hashes fastest.</summary>
    /// <param name="children">The layer of 2^(logSize + 1) nodes.</param>
    /// <param name="parents">The layer of 2^logSize nodes, written.</param>
    /// <param name="logSize">log2 of the number of parents.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    public static void HashLayer(uint* children, uint* parents, int logSize, bool isReduced)
    {
        if (VectorHardware.HasWideLanes)
        {
            HashLayer<BlakeLanes16>(children, parents, logSize, isReduced);
        }
        else
        {
            HashLayer<BlakeLanes8>(children, parents, logSize, isReduced);
        }
    }

    /// <summary>Hashes pairs of nodes to their parents at a given width; a layer of one group takes eight lanes.</summary>
    public static void HashLayer<T>(uint* children, uint* parents, int logSize, bool isReduced)
        where T : struct, IBlakeLanes<T>
    {
        long groups = Groups(logSize);
        if (groups < 2)
        {
            HashGroups<BlakeLanes8>(children, parents, 0, groups, logSize < 3, isReduced);
            return;
        }

        int tasks = (int)((groups + GroupsPerTask - 1) / GroupsPerTask);
        Parallel.For(0, tasks, task =>
            HashGroups<T>(children, parents, (long)task * GroupsPerTask, Math.Min(groups, (task + 1L) * GroupsPerTask), false, isReduced));
    }

    /// <summary>Reads one node.</summary>
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
    private static void HashGroups<T>(uint* children, uint* parents, long from, long to, bool single, bool isReduced)
        where T : struct, IBlakeLanes<T>
    {
        // SAFETY: a group of parents reads two groups of children; where there is one only (fewer than 16 children), it is read twice.
        // Groups are a power of two, so that from two on they fill vectors of two groups.
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
