using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Air.Evaluation;
using Kraken.Fields;
using Kraken.Stark.Prover.Machines;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Constraints;

/// <summary>
/// Generates a component's interaction columns: the running logup sums, the last one accumulated over the rows in coset order.
/// </summary>
public static class Interaction
{
    /// <summary>Fills the first half of the columns (the trace domain's values; the second half is left for their extension).</summary>
    /// <param name="task">The component with its trace.</param>
    /// <param name="elements">The lookup randomness.</param>
    /// <param name="columns">Four columns per pair of lookups, of at least the trace's rows.</param>
    /// <param name="pool">Memory.</param>
    /// <param name="claimedSum">The sum of all fractions of all rows.</param>
    /// <returns>False if a denominator is zero under the drawn elements: the columns are then worthless.</returns>
    public static bool TryGenerate(InteractionTask task, LookupElements elements, ColumnBlock columns, BufferPool pool, out QM31 claimedSum)
    {
        int degenerate = 0;
        LookupPlan[] plans = Array.ConvertAll(
            [.. task.Air.ConstraintTape.Lookups], lookup => new LookupPlan(lookup, task.Air.ConstraintTape.Layout, elements));
        long rows = 1L << task.LogSize;
        int strip = (int)Math.Min(StripMachine.MaxRows, rows);
        Parallel.For(
            0,
            (int)(rows / strip),
            () => new InteractionMachine(task, plans, pool),
            (i, _, machine) =>
            {
                if (!machine.TryRun((long)i * strip, strip, columns))
                {
                    Volatile.Write(ref degenerate, 1);
                }

                return machine;
            },
            machine => machine.Dispose());
        claimedSum = degenerate == 0 ? Accumulate(columns, task.LogSize, pool) : default;
        return degenerate == 0;
    }

    /// <summary>Turns the last sum into its running total in coset order, less the mean; returns the total.</summary>
    private static QM31 Accumulate(ColumnBlock columns, int logSize, BufferPool pool)
    {
        M31[] sums = new M31[4];
        Parallel.For(0, 4, k => sums[k] = Accumulate(new ColumnReference(columns, columns.Count - 4 + k), logSize, pool));
        return new(sums[0], sums[1], sums[2], sums[3]);
    }

    /// <summary>Turns one coordinate into its running total; returns the total.</summary>
    internal static M31 Accumulate(ColumnReference column, int logSize, BufferPool pool)
    {
        using NativeBuffer scratch = pool.Rent(1L << logSize);
        return CosetPrefixSum.Accumulate(column, logSize, scratch);
    }
}
