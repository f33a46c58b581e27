using System.Runtime.CompilerServices;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Adds a column to a larger one as if it were lifted to its size.</summary>
/// <remarks>Lanes: eight slots that follow each other. Twin: <see cref="ScalarLiftedSum"/>.</remarks>
internal static unsafe class LiftedSum
{
    private const int Lanes = 8;

    /// <summary>Adds one column of a block to the same column of a larger block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ColumnBlock smaller, ColumnBlock sum, int column)
    {
        if (sum.LogSize < 3)
        {
            ScalarLiftedSum.Add(smaller, sum, column);
            return;
        }

        // SAFETY: both columns are read and written at slots of their own size.
        uint* source = smaller.Column(column);
        uint* target = sum.Column(column);
        int k = sum.LogSize - smaller.LogSize;
        for (long slot = 0; slot < 1L << sum.LogSize; slot += Lanes)
        {
            (PackedM31.Load(target + slot) + new PackedM31(LiftedLanes.Load(source, slot, k))).Store(target + slot);
        }
    }
}
