using System;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Kraken.Air;
using Kraken.Air.Tapes;
using Kraken.Fields;
using Kraken.Stark.Prover.Constraints;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Machines;

/// <summary>
/// Runs a constraint tape over strips of rows: each instruction is one kernel call for a whole strip, so that interpretation costs next to
/// nothing. Column registers point into the columns themselves; parameters, literals and temporaries are strips of their own.
/// One machine serves one thread.
/// </summary>
internal abstract unsafe class StripMachine : IDisposable
{
    /// <summary>The largest number of rows of a strip.</summary>
    public const int MaxRows = LaneOperations.StripRows;

    private readonly NativeBuffer scratch;
    private readonly NativeBuffer pointers;
    private readonly nint[] columns;
    private readonly ConstraintTape tape;

    /// <summary>Prepares a machine.</summary>
    /// <param name="tape">The code.</param>
    /// <param name="columns">The base trace columns, then the preprocessed columns, all of one domain.</param>
    /// <param name="parameters">The claim's values.</param>
    /// <param name="extraStrips">Strips that the derived machine needs.</param>
    /// <param name="pool">Memory.</param>
    protected StripMachine(
        ConstraintTape tape,
        ReadOnlySpan<ColumnReference> columns,
        ReadOnlySpan<M31> parameters,
        int extraStrips,
        BufferPool pool)
    {
        this.tape = tape;
        RegisterLayout layout = tape.Layout;
        if (columns.Length != layout.FirstParameter || parameters.Length != layout.Parameters)
        {
            throw new ArgumentException($"expected {layout.FirstParameter} columns and {layout.Parameters} parameters", nameof(columns));
        }

        int strips = tape.RegisterCount - layout.FirstParameter;
        scratch = pool.Rent((strips + extraStrips) * MaxRows);
        pointers = pool.Rent((2 * tape.RegisterCount) + 2);
        this.columns = new nint[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            this.columns[i] = (nint)columns[i].Words;
        }

        for (int i = 0; i < strips; i++)
        {
            Registers[layout.FirstParameter + i] = scratch.Words + (i * MaxRows);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            LaneOperations.Fill(Registers[layout.FirstParameter + i], parameters[i].Value, MaxRows);
        }

        for (int i = 0; i < layout.Constants.Length; i++)
        {
            LaneOperations.Fill(Registers[layout.FirstConstant + i], M31.Reduce(layout.Constants[i]).Value, MaxRows);
        }

        Extra = scratch.Words + (strips * MaxRows);
    }

    /// <summary>The first row of each register in the present strip.</summary>
    protected uint** Registers => (uint**)pointers.Words;

    /// <summary>The derived machine's strips.</summary>
    protected uint* Extra { get; }

    /// <summary>The present strip's first row.</summary>
    protected long Row { get; private set; }

    /// <summary>The present strip's rows.</summary>
    protected int Rows { get; private set; }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        scratch.Dispose();
        pointers.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs the code on rows row .. row + rows - 1.</summary>
    /// <param name="row">A multiple of 8.</param>
    /// <param name="rows">A multiple of 8, at most <see cref="MaxRows"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void Execute(long row, int rows)
    {
        // SAFETY: registers are set for every index the tape uses, and the columns cover row + rows words.
        (Row, Rows) = (row, rows);
        uint** registers = Registers;
        for (int i = 0; i < columns.Length; i++)
        {
            registers[i] = (uint*)columns[i] + row;
        }

        ImmutableArray<TapeInstruction> code = this.tape.Instructions;
        int firstConstant = this.tape.Layout.FirstConstant;
        int endConstant = this.tape.Layout.FirstTemporary;
        foreach (TapeInstruction step in code.AsSpan())
        {
            switch (step.Op)
            {
                case AirOp.Add:
                    LaneOperations.Add(registers[step.Destination], registers[step.Left], registers[step.Right], rows);
                    break;
                case AirOp.Subtract:
                    LaneOperations.Subtract(registers[step.Destination], registers[step.Left], registers[step.Right], rows);
                    break;
                case AirOp.Multiply when step.Right >= firstConstant && step.Right < endConstant:
                    LaneOperations.MultiplyConstant(registers[step.Destination], registers[step.Left], *registers[step.Right], rows);
                    break;
                case AirOp.Multiply when step.Left >= firstConstant && step.Left < endConstant:
                    LaneOperations.MultiplyConstant(registers[step.Destination], registers[step.Right], *registers[step.Left], rows);
                    break;
                case AirOp.Multiply:
                    LaneOperations.Multiply(registers[step.Destination], registers[step.Left], registers[step.Right], rows);
                    break;
                case AirOp.Negate:
                    LaneOperations.Negate(registers[step.Destination], registers[step.Left], rows);
                    break;
                case AirOp.Constrain:
                    Constrain(step.Destination, registers[step.Left]);
                    break;
                case AirOp.Lookup:
                    Lookup(step.Left);
                    break;
                default:
                    throw new InvalidOperationException($"{step.Op} in a constraint tape");
            }
        }
    }

    /// <summary>Writes a lookup's denominators of the present strip.</summary>
    /// <param name="plan">The lookup.</param>
    /// <param name="destination">Four runs of <paramref name="stride"/> words.</param>
    /// <param name="stride">Words between runs.</param>
    protected void Combine(LookupPlan plan, uint* destination, nint stride) =>
        WeightedSum.Gather(Registers, plan.Registers, plan.Weights, plan.Constant, destination, stride, Rows);

    /// <summary>A constraint's values are ready.</summary>
    protected abstract void Constrain(int index, uint* values);

    /// <summary>A lookup's numerator and tuple are ready in registers.</summary>
    protected abstract void Lookup(int index);
}
