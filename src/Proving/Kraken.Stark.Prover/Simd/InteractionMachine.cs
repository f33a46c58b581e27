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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRun(long row, int rows, ColumnBlock columns)
    {
        // SAFETY: the denominators' four coordinates are runs of batches * rows words, so that one inversion covers them all.
        stride = rows;
        Execute(row, rows);
        int count = batches * rows;
        BatchInversion.InvertSecure<PackedM31>(fractions.Words, CoordinateStride, count, fractions.Words + (8L * batches * MaxRows));
        if (HoldsZero())
        {
            return false;
        }

        for (int i = 0; i < rows; i += 8)
        {
            PackedQM31<PackedM31> sum = PackedQM31<PackedM31>.Broadcast(QM31.Zero);
            for (int batch = 0; batch < batches; batch++)
            {
                PackedQM31<PackedM31> inverse = PackedQM31<PackedM31>.Load(Denominator(batch) + i, CoordinateStride);
                sum += PackedQM31<PackedM31>.Load(Numerator(batch) + i, MaxRows) * inverse;
                sum.Store(
                    columns.Column(4 * batch) + row + i,
                    columns.Column((4 * batch) + 1) + row + i,
                    columns.Column((4 * batch) + 2) + row + i,
                    columns.Column((4 * batch) + 3) + row + i);
            }
        }

        return true;
    }

    /// <summary>
    /// One zero denominator makes all inverses of its lane zero, the first ones among them, which no inverse of another value is.
    /// </summary>
    private bool HoldsZero()
    {
        PackedQM31<PackedM31> first = PackedQM31<PackedM31>.Load(Denominator(0), CoordinateStride);
        for (int lane = 0; lane < 8; lane++)
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
