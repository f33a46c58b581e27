using System;
using System.Runtime.CompilerServices;
using Kraken.Air;
using Kraken.Air.Tapes;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Constraints;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Evaluates a component's constraints on the extended domain and adds their random combination over the vanishing polynomial.
/// </summary>
internal sealed unsafe class CompositionMachine : StripMachine
{
    // Strips: the sum (4), the first numerator (1), the first and the second denominator (4 each), the previous row (4).
    private const int Strips = 17;
    private readonly CompositionTask task;
    private readonly LookupPlan[] plans;
    private readonly QM31[] coefficients;
    private readonly int constraints;

    public CompositionMachine(CompositionTask task, LookupPlan[] plans, QM31[] coefficients, BufferPool pool)
        : base(task.Air.ConstraintTape, task.TraceAndPreprocessed, task.Parameters, Strips, pool)
    {
        this.task = task;
        this.plans = plans;
        this.coefficients = coefficients;
        constraints = task.Air.Constraints.Length;
    }

    private uint* Sum => Extra;

    private uint* FirstNumerator => Extra + (4 * MaxRows);

    private uint* First => Extra + (5 * MaxRows);

    private uint* Second => Extra + (9 * MaxRows);

    private uint* Previous => Extra + (13 * MaxRows);

    /// <summary>Evaluates a strip and adds sum * inverse of the vanishing polynomial to the accumulator's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long row, int rows, ColumnBlock accumulator, M31 inverseVanishing)
    {
        LaneOperations.Fill(Sum, 0, 4 * MaxRows);
        Execute(row, rows);

        // SAFETY: the accumulator has as many rows as the domain.
        PackedM31 factor = PackedM31.Broadcast(inverseVanishing);
        for (int i = 0; i < rows; i += 8)
        {
            uint* a = accumulator.Column(0) + row + i, b = accumulator.Column(1) + row + i,
                c = accumulator.Column(2) + row + i, d = accumulator.Column(3) + row + i;
            PackedQM31<PackedM31> sum = PackedQM31<PackedM31>.Load(Sum + i, MaxRows) * factor;
            (PackedQM31<PackedM31>.Load(a, b, c, d) + sum).Store(a, b, c, d);
        }
    }

    /// <inheritdoc/>
    protected override void Constrain(int index, uint* values) =>
        LaneOperations.AddScaled(Sum, MaxRows, values, coefficients[index], Rows);

    /// <inheritdoc/>
    protected override void Lookup(int index)
    {
        LookupPlan plan = plans[index];
        uint* numerator = Registers[plan.Numerator];
        if ((index & 1) != 0)
        {
            plan.Combine(Registers, Second, MaxRows, Rows);
            FractionBatch.Join(FirstNumerator, numerator, First, MaxRows, Second, Rows);
            Batch(index / 2);
            return;
        }

        plan.Combine(Registers, First, MaxRows, Rows);
        if (index == plans.Length - 1)
        {
            FractionBatch.Single(numerator, Second, Rows);
            Batch(index / 2);
            return;
        }

        Buffer.MemoryCopy(numerator, FirstNumerator, MaxRows * sizeof(uint), Rows * sizeof(uint));
    }

    /// <summary>(S_k - S_(k-1)) D - N, the last one with the previous row and the shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Batch(int batch)
    {
        bool isLast = batch == task.Air.LookupBatches - 1;
        if (isLast)
        {
            LoadPrevious();
        }

        PackedQM31<PackedM31> coefficient = PackedQM31<PackedM31>.Broadcast(coefficients[constraints + batch]);
        PackedQM31<PackedM31> shift =
            PackedQM31<PackedM31>.Broadcast(task.ClaimedSum * M31.FromCanonical(1u << (task.LogSize % 31)).Inverse());
        ColumnBlock columns = task.Interaction;
        for (int i = 0; i < Rows; i += 8)
        {
            PackedQM31<PackedM31> step = Secure(columns, 4 * batch, Row + i);
            if (batch > 0)
            {
                step -= Secure(columns, (4 * batch) - 4, Row + i);
            }

            if (isLast)
            {
                step = step - PackedQM31<PackedM31>.Load(Previous + i, MaxRows) + shift;
            }

            PackedQM31<PackedM31> value =
                (step * PackedQM31<PackedM31>.Load(First + i, MaxRows)) - PackedQM31<PackedM31>.Load(Second + i, MaxRows);
            (PackedQM31<PackedM31>.Load(Sum + i, MaxRows) + (value * coefficient)).Store(Sum + i, MaxRows);
        }
    }

    private static PackedQM31<PackedM31> Secure(ColumnBlock columns, int first, long row) => PackedQM31<PackedM31>.Load(
        columns.Column(first) + row, columns.Column(first + 1) + row, columns.Column(first + 2) + row, columns.Column(first + 3) + row);

    /// <summary>Gathers the last sum one trace row, that is two extended rows, before in coset order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadPrevious()
    {
        int log = task.LogSize + 1;
        int first = task.Interaction.Count - 4;
        uint mask = (1u << log) - 1;
        uint* c0 = task.Interaction.Column(first), c1 = task.Interaction.Column(first + 1),
            c2 = task.Interaction.Column(first + 2), c3 = task.Interaction.Column(first + 3);
        for (int i = 0; i < Rows; i++)
        {
            uint slot = CosetOrder.ToSlot((CosetOrder.FromSlot((uint)(Row + i), log) - 2) & mask, log);
            Previous[i] = c0[slot];
            Previous[MaxRows + i] = c1[slot];
            Previous[(2 * MaxRows) + i] = c2[slot];
            Previous[(3 * MaxRows) + i] = c3[slot];
        }
    }
}
