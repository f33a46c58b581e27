using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Kraken.Air.Evaluation;
using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Generates a component's interaction columns: the running logup sums, the last one accumulated over the rows in coset order.</summary>
public static unsafe class Interaction
{
    /// <summary>Fills the first half of the columns (the trace domain's values; the second half is left for their extension).</summary>
    /// <param name="task">The component with its trace.</param>
    /// <param name="elements">The lookup randomness.</param>
    /// <param name="columns">Four columns per pair of lookups, of at least the trace's rows.</param>
    /// <param name="pool">Memory.</param>
    /// <returns>The claimed sum: the sum of all fractions of all rows.</returns>
    public static QM31 Generate(InteractionTask task, LookupElements elements, ColumnBlock columns, BufferPool pool)
    {
        LookupPlan[] plans = Array.ConvertAll([.. task.Air.ConstraintTape.Lookups], lookup => new LookupPlan(lookup, task.Air.ConstraintTape.Layout, elements));
        long rows = 1L << task.LogSize;
        int strip = (int)Math.Min(StripMachine.MaxRows, rows);
        Parallel.For(
            0,
            (int)(rows / strip),
            () => new InteractionMachine(task, plans, pool),
            (i, _, machine) =>
            {
                machine.Run((long)i * strip, strip, columns);
                return machine;
            },
            machine => machine.Dispose());
        return Accumulate(columns, task.LogSize);
    }

    /// <summary>Turns the last sum into its running total in coset order, less the mean; returns the total.</summary>
    private static QM31 Accumulate(ColumnBlock columns, int logSize)
    {
        M31[] sums = new M31[4];
        Parallel.For(0, 4, k => sums[k] = AccumulateCoordinate(columns.Column(columns.Count - 4 + k), logSize));
        return new(sums[0], sums[1], sums[2], sums[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static M31 AccumulateCoordinate(uint* column, int logSize)
    {
        // SAFETY: slots of coset indices lie below 2^logSize.
        ulong sum = 0;
        long rows = 1L << logSize;
        for (long row = 0; row < rows; row++)
        {
            sum += column[row];
        }

        M31 total = M31.Reduce(sum % M31.Modulus);
        M31 mean = total * M31.FromCanonical((uint)(rows % M31.Modulus)).Inverse();
        M31 running = M31.Zero;
        for (uint k = 0; k < rows; k++)
        {
            uint slot = CosetOrder.ToSlot(k, logSize);
            running = running + M31.FromCanonical(column[slot]) - mean;
            column[slot] = running.Value;
        }

        return total;
    }
}
