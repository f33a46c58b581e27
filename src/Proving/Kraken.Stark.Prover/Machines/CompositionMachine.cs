using System;
using System.Runtime.CompilerServices;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Prover.Constraints;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Machines;

/// <summary>
/// Evaluates a component's constraints on the extended domain and adds their random combination over the vanishing polynomial.
/// </summary>
internal sealed unsafe class CompositionMachine : StripMachine
{
    // Strips: the sum (4), the first numerator (1), the first and the second denominator (4 each), the difference of two sums (4).
    private const int Strips = 17;
    private readonly CompositionTask task;
    private readonly CompositionValues values;
    private readonly LookupPlan[] plans;
    private readonly QM31[] coefficients;
    private readonly int constraints;
    private readonly QM31 shift;

    public CompositionMachine(
        CompositionTask task, CompositionValues values, LookupPlan[] plans, QM31[] coefficients, BufferPool pool)
        : base(task.Air.ConstraintTape, values.Columns, task.Parameters, Strips, pool)
    {
        this.task = task;
        this.values = values;
        this.plans = plans;
        this.coefficients = coefficients;
        constraints = task.Air.Constraints.Length;
        shift = task.ClaimedSum * M31.FromCanonical(1u << (task.LogSize % 31)).Inverse();
    }

    private uint* Sum => Extra;

    private uint* FirstNumerator => Extra + (4 * MaxRows);

    private uint* First => Extra + (5 * MaxRows);

    private uint* Second => Extra + (9 * MaxRows);

    private uint* Step => Extra + (13 * MaxRows);

    /// <summary>Evaluates a strip of the part and adds sum * inverse of the vanishing polynomial to the accumulator's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long row, int rows, ColumnBlock accumulator, M31 inverseVanishing)
    {
        LaneOperations.Fill(Sum, 0, 4 * MaxRows);
        Execute(row, rows);

        // SAFETY: the accumulator has as many rows as the domain.
        for (int k = 0; k < 4; k++)
        {
            uint* strip = Sum + (k * MaxRows), target = accumulator.Column(k) + values.First + row;
            LaneOperations.MultiplyConstant(strip, strip, inverseVanishing.Value, rows);
            LaneOperations.Add(target, target, strip, rows);
        }
    }

    /// <inheritdoc/>
    protected override void Constrain(int index, uint* values) =>
        SecureOperations.AddScaled(Sum, MaxRows, values, coefficients[index], Rows);

    /// <inheritdoc/>
    protected override void Lookup(int index)
    {
        LookupPlan plan = plans[index];
        uint* numerator = Registers[plan.Numerator];
        if ((index & 1) != 0)
        {
            Combine(plan, Second, MaxRows);
            FractionBatch.Join(FirstNumerator, numerator, First, MaxRows, Second, Rows);
            Batch(index / 2);
            return;
        }

        Combine(plan, First, MaxRows);
        if (index == plans.Length - 1)
        {
            FractionBatch.Single(numerator, Second, Rows);
            Batch(index / 2);
            return;
        }

        Buffer.MemoryCopy(numerator, FirstNumerator, MaxRows * sizeof(uint), Rows * sizeof(uint));
    }

    /// <summary>(S_k - S_(k-1)) D - N, the last one with the previous row and the shift.</summary>
    private void Batch(int batch)
    {
        bool isLast = batch == task.Air.LookupBatches - 1;
        uint* step = isLast ? Step : Interaction(4 * batch);
        nint stride = (nint)values.Interaction.Stride;
        if (isLast)
        {
            LoadLastStep();
            stride = MaxRows;
        }

        if (batch > 0)
        {
            for (int k = 0; k < 4; k++)
            {
                LaneOperations.Subtract(Step + (k * MaxRows), step + (k * stride), Interaction((4 * batch) - 4 + k), Rows);
            }

            step = Step;
            stride = MaxRows;
        }

        SecureOperations.MultiplySubtract(Second, step, stride, First, MaxRows, Rows);
        SecureOperations.AddScaledSecure(Sum, MaxRows, Second, coefficients[constraints + batch], Rows);
    }

    private uint* Interaction(int column) => values.Interaction.Column(column) + Row;

    /// <summary>
    /// The last sum less the one of the trace row before, that is of two extended rows before in coset order, and with the shift.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadLastStep()
    {
        int log = task.LogSize + 1;
        uint mask = (1u << log) - 1;
        uint* c0 = values.Last.Column(0), c1 = values.Last.Column(1), c2 = values.Last.Column(2), c3 = values.Last.Column(3);
        long row = values.First + Row;
        uint* previous = Step;
        for (int i = 0; i < Rows; i++)
        {
            uint slot = CosetOrder.ToSlot((CosetOrder.FromSlot((uint)(row + i), log) - 2) & mask, log);
            previous[i] = c0[slot];
            previous[MaxRows + i] = c1[slot];
            previous[(2 * MaxRows) + i] = c2[slot];
            previous[(3 * MaxRows) + i] = c3[slot];
        }

        for (int k = 0; k < 4; k++)
        {
            uint* step = Step + (k * MaxRows);
            LaneOperations.Subtract(step, values.Last.Column(k) + row, step, Rows);
            LaneOperations.AddConstant(step, step, shift[k].Value, Rows);
        }
    }
}
