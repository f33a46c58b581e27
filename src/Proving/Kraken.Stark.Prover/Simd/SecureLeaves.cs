using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The leaves of the trees of FRI layers: the four coordinates of one secure value, or of four consecutive ones.</summary>
internal static unsafe class SecureLeaves
{
    private const int GroupsPerTask = 512;

    /// <summary>Writes the leaf layer, at the width that the processor hashes fastest.</summary>
    /// <param name="secure">Four coordinate columns.</param>
    /// <param name="leafLog">log2 of the values per leaf, 0 or 2.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="leaves">The layer of 2^(LogSize - leafLog) nodes.</param>
    public static void Hash(ColumnBlock secure, int leafLog, bool isReduced, uint* leaves)
    {
        if (VectorHardware.HasWideLanes)
        {
            Hash<BlakeLanes16>(secure, leafLog, isReduced, leaves);
        }
        else
        {
            Hash<BlakeLanes8>(secure, leafLog, isReduced, leaves);
        }
    }

    /// <summary>Writes the leaf layer at a given width; a layer of one group takes eight lanes.</summary>
    public static void Hash<T>(ColumnBlock secure, int leafLog, bool isReduced, uint* leaves)
        where T : struct, IBlakeLanes<T>
    {
        long groups = MerkleLanes.Groups(secure.LogSize - leafLog);
        if (groups < T.Width / 8)
        {
            HashGroups<BlakeLanes8>(secure, leafLog, isReduced, leaves, 0, groups);
            return;
        }

        Parallel.For(0, (int)((groups + GroupsPerTask - 1) / GroupsPerTask), task => HashGroups<T>(
            secure, leafLog, isReduced, leaves, task * (long)GroupsPerTask, Math.Min(groups, (task + 1L) * GroupsPerTask)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HashGroups<T>(ColumnBlock secure, int leafLog, bool isReduced, uint* leaves, long from, long to)
        where T : struct, IBlakeLanes<T>
    {
        // SAFETY: from .. to are whole vectors of groups of the layer.
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
