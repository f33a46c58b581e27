using System;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Kraken.Air;
using Kraken.Air.Tapes;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Witness;

namespace Kraken.Stark.Prover.Machines;

/// <summary>
/// Runs a witness tape over strips of rows: reads the input columns, writes the deduced ones straight into the trace, and hands the feeds
/// to a sink. One machine serves one thread.
/// </summary>
internal sealed unsafe class WitnessMachine : IDisposable
{
    private const int MaxRows = StripMachine.MaxRows;
    private readonly WitnessTask task;
    private readonly WitnessTape tape;
    private readonly IFeedSink sink;
    private readonly NativeBuffer scratch;
    private readonly NativeBuffer pointers;
    private readonly int hintWords;

    public WitnessMachine(WitnessTask task, IFeedSink sink, BufferPool pool)
    {
        this.task = task;
        this.sink = sink;
        tape = task.Air.WitnessTape;
        RegisterLayout layout = tape.Layout;
        int strips = tape.RegisterCount - layout.FirstPreprocessed;
        foreach (TapeCall call in tape.Calls)
        {
            hintWords = Math.Max(hintWords, Math.Max(call.Hint.Inputs, call.Hint.Outputs));
        }

        // A component that only hands its inputs on has neither strips nor hints.
        scratch = pool.Rent(Math.Max(1, (strips + (2L * hintWords)) * MaxRows));
        pointers = pool.Rent((2L * tape.RegisterCount) + 2);
        for (int i = 0; i < strips; i++)
        {
            Registers[layout.FirstPreprocessed + i] = scratch.Words + ((long)i * MaxRows);
        }

        HintInputs = scratch.Words + ((long)strips * MaxRows);
        HintOutputs = HintInputs + ((long)hintWords * MaxRows);
        for (int i = 0; i < layout.Parameters; i++)
        {
            LaneOperations.Fill(Registers[layout.FirstParameter + i], task.Parameters[i].Value, MaxRows);
        }

        for (int i = 0; i < layout.Constants.Length; i++)
        {
            LaneOperations.Fill(Registers[layout.FirstConstant + i], layout.Constants[i], MaxRows);
        }
    }

    private uint** Registers => (uint**)pointers.Words;

    private uint* HintInputs { get; }

    private uint* HintOutputs { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        scratch.Dispose();
        pointers.Dispose();
    }

    /// <summary>Deduces rows row .. row + rows - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long row, int rows)
    {
        // SAFETY: every register is set, and every column covers row + rows words.
        uint** registers = Registers;
        for (int i = 0; i < task.Trace.Count; i++)
        {
            registers[i] = task.Trace.Column(i) + row;
        }

        LoadPreprocessed(row, rows);
        foreach (TapeInstruction step in tape.Instructions.AsSpan())
        {
            switch (step.Op)
            {
                case AirOp.Add:
                    LaneOperations.Add(registers[step.Destination], registers[step.Left], registers[step.Right], rows);
                    break;
                case AirOp.Subtract:
                    LaneOperations.Subtract(registers[step.Destination], registers[step.Left], registers[step.Right], rows);
                    break;
                case AirOp.Multiply:
                    LaneOperations.Multiply(registers[step.Destination], registers[step.Left], registers[step.Right], rows);
                    break;
                case AirOp.Negate:
                    LaneOperations.Negate(registers[step.Destination], registers[step.Left], rows);
                    break;
                case AirOp.Inverse:
                    WordOperations.Inverse(registers[step.Destination], registers[step.Left], rows);
                    break;
                case AirOp.ShiftLeft or AirOp.ShiftRight:
                    WordOperations.Shift(step.Op == AirOp.ShiftLeft, registers[step.Destination], registers[step.Left], step.Right, rows);
                    break;
                case AirOp.Copy:
                    Copy(registers[step.Left], registers[step.Destination], rows);
                    break;
                case AirOp.CallHint:
                    Call(tape.Calls[step.Left], rows);
                    break;
                case AirOp.Feed:
                    Feed(step.Left, row, rows);
                    break;
                default:
                    WordOperations.Binary(step.Op, registers[step.Destination], registers[step.Left], registers[step.Right], rows);
                    break;
            }
        }
    }

    private static void Copy(uint* from, uint* to, int rows) => Buffer.MemoryCopy(from, to, rows * sizeof(uint), rows * sizeof(uint));

    private void LoadPreprocessed(long row, int rows)
    {
        RegisterLayout layout = tape.Layout;
        for (int i = 0; i < layout.Preprocessed; i++)
        {
            uint* strip = Registers[layout.FirstPreprocessed + i];
            if (task.Air.Preprocessed[i] == PreprocessedColumn.Sequence)
            {
                for (int k = 0; k < rows; k++)
                {
                    strip[k] = (uint)(row + k);
                }
            }
            else
            {
                Copy(task.Preprocessed[i].Words + row, strip, rows);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Call(TapeCall call, int rows)
    {
        ImmutableArray<int> inputs = call.Inputs;
        for (int i = 0; i < inputs.Length; i++)
        {
            Copy(Registers[inputs[i]], HintInputs + (i * rows), rows);
        }

        call.Hint.Evaluate(
            task.Context,
            new ReadOnlySpan<uint>(HintInputs, inputs.Length * rows),
            new Span<uint>(HintOutputs, call.Hint.Outputs * rows),
            rows);
        for (int i = 0; i < call.Outputs.Length; i++)
        {
            if (call.Outputs[i] >= 0)
            {
                Copy(HintOutputs + (i * rows), Registers[call.Outputs[i]], rows);
            }
        }
    }

    private void Feed(int feed, long row, int rows)
    {
        int active = (int)Math.Min(rows, task.FeedingRows - row);
        if (active > 0)
        {
            sink.Accept(feed, new FeedStrip(Registers, tape.Feeds[feed].Elements.AsSpan(), row, active));
        }
    }
}
