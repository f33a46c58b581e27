using System;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Constraints;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Machines;

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

        fractions = pool.Rent(FractionBatch.SumWords(batches));
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
        // SAFETY: every column covers row + rows words; the fractions lie as FractionBatch.TrySum says.
        stride = rows;
        Execute(row, rows);
        uint* first = columns.Column(0) + row;
        nint step = (nint)columns.Stride;
        return LaneOperations.IsWide(rows)
            ? FractionBatch.TrySum<WideM31>(fractions.Words, batches, rows, first, step)
            : FractionBatch.TrySum<PackedM31>(fractions.Words, batches, rows, first, step);
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
            Combine(plan, Denominator(batch), CoordinateStride);
            Buffer.MemoryCopy(numerator, Extra, MaxRows * sizeof(uint), Rows * sizeof(uint));
        }
        else if (single)
        {
            Combine(plan, Denominator(batch), CoordinateStride);
            FractionBatch.Single(numerator, Numerator(batch), Rows);
        }
        else
        {
            Combine(plan, Numerator(batch), MaxRows);
            FractionBatch.Join(Extra, numerator, Denominator(batch), CoordinateStride, Numerator(batch), Rows);
        }
    }
}
