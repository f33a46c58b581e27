using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The leaves of the trees of FRI layers: the four coordinates of one secure value, or of four consecutive ones.</summary>
internal static unsafe class SecureLeaves
{
    private const int GroupsPerTask = 512;

    /// <summary>Writes the leaf layer.</summary>
    /// <param name="secure">Four coordinate columns.</param>
    /// <param name="leafLog">log2 of the values per leaf, 0 or 2.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="leaves">The layer of 2^(LogSize - leafLog) nodes.</param>
    public static void Hash(ColumnBlock secure, int leafLog, bool isReduced, uint* leaves)
    {
        long groups = MerkleLanes.Groups(secure.LogSize - leafLog);
        Parallel.For(0, (int)((groups + GroupsPerTask - 1) / GroupsPerTask), task =>
        {
            uint* message = stackalloc uint[128];
            new Span<uint>(message, 128).Clear();
            for (long group = task * (long)GroupsPerTask; group < Math.Min(groups, (task + 1L) * GroupsPerTask); group++)
            {
                Load(secure, leafLog, group * 8, message);
                uint* state = leaves + (group * Blake2sLanes.StateWords);
                Blake2sLanes.Initialise(state);
                Blake2sLanes.Compress(state, message, leafLog == 0 ? 16u : 64u, true);
                if (isReduced)
                {
                    Blake2sLanes.Reduce(state);
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Load(ColumnBlock secure, int leafLog, long leaf, uint* message)
    {
        // SAFETY: leaves beyond the layer (fewer than eight) repeat the first value's words; their digests are never read.
        long values = 1L << secure.LogSize;
        for (int k = 0; k < 4; k++)
        {
            uint* column = secure.Column(k);
            for (int value = 0; value < 1 << leafLog; value++)
            {
                uint* vector = message + (8 * ((4 * value) + k));
                for (int lane = 0; lane < 8; lane++)
                {
                    long index = ((leaf + lane) << leafLog) + value;
                    vector[lane] = column[index < values ? index : 0];
                }
            }
        }
    }
}
