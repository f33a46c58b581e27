using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Kraken.Air.Evaluation;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Prover.Machines;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Stark.Prover.Constraints;

/// <summary>
/// The composition polynomial: sum of r^(N-1-j) C_j / V over all N constraints, evaluated per component on the first slots of its
/// extension, twice as many as its trace has rows (a circle domain of its own), lifted to the largest size, interpolated and split into two
/// halves of coefficients. A component's columns are extended when it is its turn, to one half of these slots after the other.
/// </summary>
public static class Composition
{
    /// <summary>Evaluates, lifts and splits.</summary>
    /// <param name="tasks">The components in claim order.</param>
    /// <param name="elements">The lookup randomness.</param>
    /// <param name="coefficient">The composition coefficient r.</param>
    /// <param name="logBlowup">log2 of the ratio of the extended columns and the traces, at least 1.</param>
    /// <param name="twiddles">FFT factors of at least the largest log size + logBlowup.</param>
    /// <param name="pool">Memory.</param>
    /// <returns>
    /// Eight columns of 2^M coefficients, where 2^M is the largest trace: the left half's four coordinates, then the right half's.
    /// </returns>
    public static ColumnBlock Evaluate(
        IReadOnlyList<CompositionTask> tasks,
        LookupElements elements,
        QM31 coefficient,
        int logBlowup,
        TwiddleTable twiddles,
        BufferPool pool)
    {
        int constraints = 0;
        int maxLog = 0;
        foreach (CompositionTask task in tasks)
        {
            constraints += task.Air.ConstraintCount;
            maxLog = Math.Max(maxLog, task.LogSize);
        }

        QM31[] powers = Powers(coefficient, constraints);
        SortedDictionary<int, ColumnBlock> sums = [];
        int first = 0;
        foreach (CompositionTask task in tasks)
        {
            QM31[] own = powers.AsSpan(first, task.Air.ConstraintCount).ToArray();
            Accumulate(task, elements, own, SumOf(sums, task.LogSize + 1, pool), (logBlowup, twiddles), pool);
            first += task.Air.ConstraintCount;
        }

        return Split(Lift(sums), maxLog, logBlowup, twiddles, pool);
    }

    private static QM31[] Powers(QM31 coefficient, int count)
    {
        QM31[] powers = new QM31[count];
        QM31 power = QM31.One;
        for (int i = count - 1; i >= 0; i--)
        {
            powers[i] = power;
            power *= coefficient;
        }

        return powers;
    }

    private static ColumnBlock SumOf(SortedDictionary<int, ColumnBlock> sums, int log, BufferPool pool)
    {
        if (!sums.TryGetValue(log, out ColumnBlock? sum))
        {
            sum = new(pool, log, 4);
            sum.Clear();
            sums.Add(log, sum);
        }

        return sum;
    }

    private static void Accumulate(
        CompositionTask task,
        LookupElements elements,
        QM31[] coefficients,
        ColumnBlock sum,
        (int LogBlowup, TwiddleTable Twiddles) extension,
        BufferPool pool)
    {
        LookupPlan[] plans = Array.ConvertAll(
            [.. task.Air.ConstraintTape.Lookups], lookup => new LookupPlan(lookup, task.Air.ConstraintTape.Layout, elements));

        // On the first half of the slots the vanishing polynomial is one constant, on the second half its negative.
        M31 vanishing = Projection.Apply(new CanonicCoset(task.LogSize + extension.LogBlowup).CircleDomain.AtSlot(0).X, task.LogSize - 1);
        M31 inverse = vanishing.Inverse();
        long rows = 1L << task.LogSize;
        int strip = (int)Math.Min(StripMachine.MaxRows, rows);
        using ColumnBlock last = CompositionValues.LastOf(task, extension.LogBlowup, extension.Twiddles, pool);
        for (int part = 0; part < 2; part++)
        {
            using CompositionValues values = new(task, last, part, extension.LogBlowup, extension.Twiddles, pool);
            M31 factor = part == 0 ? inverse : -inverse;
            Parallel.For(
                0,
                (int)(rows / strip),
                () => new CompositionMachine(task, values, plans, coefficients, pool),
                (i, _, machine) =>
                {
                    machine.Run((long)i * strip, strip, sum, factor);
                    return machine;
                },
                machine => machine.Dispose());
        }
    }

    /// <summary>Adds every smaller sum, lifted, to the next larger one.</summary>
    private static ColumnBlock Lift(SortedDictionary<int, ColumnBlock> sums)
    {
        ColumnBlock? smaller = null;
        foreach (ColumnBlock sum in sums.Values)
        {
            if (smaller is not null)
            {
                ColumnBlock source = smaller;
                Parallel.For(0, 4, column => LiftedSum.Add(source, sum, column));
                smaller.Dispose();
            }

            smaller = sum;
        }

        return smaller ?? throw new ArgumentException("no component");
    }

    private static ColumnBlock Split(ColumnBlock sum, int maxLog, int logBlowup, TwiddleTable twiddles, BufferPool pool)
    {
        ColumnTransforms.Interpolate(sum, maxLog + logBlowup, twiddles);
        ColumnBlock halves = new(pool, maxLog, 8);
        Parallel.For(0, 8, i => sum.Rows(i % 4).Slice((i / 4) << maxLog, 1 << maxLog).CopyTo(halves.Rows(i)));

        sum.Dispose();
        return halves;
    }
}
