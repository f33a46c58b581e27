using Kraken.Fields;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Scalar;

/// <summary>Adds a lifted column slot by slot: for sums below a vector's size, and as the kernel's oracle.</summary>
internal static class ScalarLiftedSum
{
    /// <summary>Adds one column of a block to the same column of a larger block.</summary>
    public static void Add(ColumnBlock smaller, ColumnBlock sum, int column)
    {
        for (int slot = 0; slot < 1 << sum.LogSize; slot++)
        {
            uint source = smaller.Rows(column)[(int)LiftedIndex.ToColumn((uint)slot, sum.LogSize, smaller.LogSize)];
            ref uint target = ref sum.Rows(column)[slot];
            target = (M31.FromCanonical(target) + M31.FromCanonical(source)).Value;
        }
    }
}
