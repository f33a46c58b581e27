using System;
using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Constraints;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Computes a strip of logup sums: S_k = S_(k-1) + n_2k / d_2k + n_(2k+1) / d_(2k+1). All denominators of a strip are inverted together.
/// </summary>
internal sealed unsafe class InteractionMachine : StripMachine
{
    private readonly LookupPlan[] plans;
    private readonly int batches;
    private readonly NativeBuffer fractions;
    private int stride;

    public InteractionMachine(InteractionTask task, LookupPlan[] plans, BufferPool pool)
        : base(task.Air.ConstraintTape, task.TraceAndPreprocessed, task.Parameters, 1, pool)
    {
        this.plans = plans;
        batches = task.Air.LookupBatches;

        // Per batch: 4 runs of denominators, 4 of numerators; then 2 of scratch for the inversion.
        fractions = pool.Rent(10L * batches * MaxRows);
    }

    private uint* Denominator(int batch) => fractions.Words + (batch * stride);

    private uint* Numerator(int batch) => fractions.Words + ((4L * batches * MaxRows) + (4L * batch * MaxRows));

    /// <inheritdoc/>
    public override void Dispose()
    {
        fractions.Dispose();
        base.Dispose();
    }

    /// <summary>Writes rows row .. row + rows - 1 of the columns.</summary>
    /// <param name="row">A multiple of 8.</param>
    /// <param name="rows">A multiple of 8.</param>
    /// <param name="columns">Four columns per batch.</param>
    /// <returns>False if a denominator of the strip is zero.</returns>
    public bool TryRun(long row, int rows, ColumnBlock columns)
    {
        // SAFETY: the denominators' four coordinates are runs of batches * rows words, so that one inversion covers them all.
        stride = rows;
        Execute(row, rows);
        return LaneOperations.IsWide(rows) ? TrySum<WideM31>(row, rows, columns) : TrySum<PackedM31>(row, rows, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TrySum<T>(long row, int rows, ColumnBlock columns)
        where T : unmanaged, IPackedM31<T>
    {
        int count = batches * rows;
        BatchInversion.InvertSecure<T>(fractions.Words, CoordinateStride, count, fractions.Words + (8L * batches * MaxRows));
        if (HoldsZero<T>())
        {
            return false;
        }

        // SAFETY: every column covers row + rows words.
        nint step = (nint)columns.Stride;
        for (int i = 0; i < rows; i += T.Width)
        {
            PackedQM31<T> sum = PackedQM31<T>.Broadcast(QM31.Zero);
            uint* target = columns.Column(0) + row + i;
            for (int batch = 0; batch < batches; batch++, target += 4 * step)
            {
                PackedQM31<T> inverse = PackedQM31<T>.Load(Denominator(batch) + i, CoordinateStride);
                sum += PackedQM31<T>.Load(Numerator(batch) + i, MaxRows) * inverse;
                sum.Store(target, step);
            }
        }

        return true;
    }

    /// <summary>
    /// One zero denominator makes all inverses of its lane zero, the first ones among them, which no inverse of another value is.
    /// </summary>
    private bool HoldsZero<T>()
        where T : unmanaged, IPackedM31<T>
    {
        PackedQM31<T> first = PackedQM31<T>.Load(Denominator(0), CoordinateStride);
        for (int lane = 0; lane < T.Width; lane++)
        {
            if (first[lane].IsZero)
            {
                return true;
            }
        }

        return false;
    }

    private nint CoordinateStride => batches * MaxRows;

    /// <inheritdoc/>
    protected override void Constrain(int index, uint* values)
    {
    }

    /// <inheritdoc/>
    protected override void Lookup(int index)
    {
        LookupPlan plan = plans[index];
        int batch = index / 2;
        uint* numerator = Registers[plan.Numerator];
        bool single = (index & 1) == 0 && index == plans.Length - 1;
        if ((index & 1) == 0 && !single)
        {
            // The first of a pair waits in the batch's denominator; its numerator in the machine's own strip.
            plan.Combine(Registers, Denominator(batch), CoordinateStride, Rows);
            Buffer.MemoryCopy(numerator, Extra, MaxRows * sizeof(uint), Rows * sizeof(uint));
        }
        else if (single)
        {
            plan.Combine(Registers, Denominator(batch), CoordinateStride, Rows);
            FractionBatch.Single(numerator, Numerator(batch), Rows);
        }
        else
        {
            plan.Combine(Registers, Numerator(batch), MaxRows, Rows);
            FractionBatch.Join(Extra, numerator, Denominator(batch), CoordinateStride, Numerator(batch), Rows);
        }
    }
}
