using System;
using System.Runtime.CompilerServices;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The leaves of the trees of FRI layers: the four coordinates of one secure value, or of four consecutive ones.</summary>
/// <remarks>
/// Lanes: one leaf per lane, in groups of eight as <see cref="MerkleLanes"/> says.
/// Twin: <see cref="Stark.Channels.IMerkleChannel{THash}.HashLeaf"/> of the coordinates.
/// </remarks>
internal static unsafe class SecureLeaves
{
    /// <summary>Writes groups of eight leaves.</summary>
    /// <param name="secure">Four coordinate columns.</param>
    /// <param name="leafLog">log2 of the values per leaf, 0 or 2.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="layer">The layer of 2^(LogSize - leafLog) nodes.</param>
    /// <param name="from">The first group.</param>
    /// <param name="to">One past the last; from .. to are whole vectors.</param>
    /// <typeparam name="T">The lanes; a layer of one group takes eight.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HashGroups<T>(ColumnBlock secure, int leafLog, bool isReduced, BufferPart layer, long from, long to)
        where T : struct, IBlakeLanes<T>
    {
        // SAFETY: from .. to are whole vectors of groups of the layer.
        uint* leaves = layer.Words;
        int together = T.Width / 8;
        uint* message = stackalloc uint[Blake2sLanes.MaxMessageWords];
        new Span<uint>(message, Blake2sLanes.MaxMessageWords).Clear();
        for (long group = from; group < to; group += together)
        {
            uint* state = leaves + (group * Blake2sLanes.StateWords);
            Load(secure, leafLog, group * 8, message, T.Width);
            for (int i = 0; i < together; i++)
            {
                Blake2sLanes.Initialise(state + (i * Blake2sLanes.StateWords));
            }

            Blake2sLanes.Compress<T>(state, message, leafLog == 0 ? 16u : 64u, true);
            for (int i = 0; isReduced && i < together; i++)
            {
                Blake2sLanes.Reduce(state + (i * Blake2sLanes.StateWords));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Load(ColumnBlock secure, int leafLog, long leaf, uint* message, int width)
    {
        // SAFETY: leaves beyond the layer (fewer than eight) repeat the first value's words; their digests are never read.
        long values = 1L << secure.LogSize;
        for (int k = 0; k < 4; k++)
        {
            uint* column = secure.Column(k);
            for (int value = 0; value < 1 << leafLog; value++)
            {
                uint* vector = message + (width * ((4 * value) + k));
                for (int lane = 0; lane < width; lane++)
                {
                    long index = ((leaf + lane) << leafLog) + value;
                    vector[lane] = column[index < values ? index : 0];
                }
            }
        }
    }
}
