using System;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Kraken.Air;
using Kraken.Air.Tapes;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Witness;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Runs a witness tape over strips of rows: reads the input columns, writes the deduced ones straight into the trace, and hands the feeds
/// to a sink. One machine serves one thread.
/// </summary>
internal sealed unsafe class WitnessMachine : IDisposable
{
    private const int MaxRows = StripMachine.MaxRows;
    private readonly WitnessTask _task;
    private readonly WitnessTape _tape;
    private readonly IFeedSink _sink;
    private readonly NativeBuffer _scratch;
    private readonly NativeBuffer _pointers;
    private readonly int _hintWords;

    public WitnessMachine(WitnessTask task, IFeedSink sink, BufferPool pool)
    {
        _task = task;
        _sink = sink;
        _tape = task.Air.WitnessTape;
        RegisterLayout layout = _tape.Layout;
        int strips = _tape.RegisterCount - layout.FirstPreprocessed;
        foreach (TapeCall call in _tape.Calls)
        {
            _hintWords = Math.Max(_hintWords, Math.Max(call.Hint.Inputs, call.Hint.Outputs));
        }

        // A component that only hands its inputs on has neither strips nor hints.
        _scratch = pool.Rent(Math.Max(1, (strips + (2L * _hintWords)) * MaxRows));
        _pointers = pool.Rent((2L * _tape.RegisterCount) + 2);
        for (int i = 0; i < strips; i++)
        {
            Registers[layout.FirstPreprocessed + i] = _scratch.Words + ((long)i * MaxRows);
        }

        HintInputs = _scratch.Words + ((long)strips * MaxRows);
        HintOutputs = HintInputs + ((long)_hintWords * MaxRows);
        for (int i = 0; i < layout.Parameters; i++)
        {
            LaneOperations.Fill(Registers[layout.FirstParameter + i], task.Parameters[i].Value, MaxRows);
        }

        for (int i = 0; i < layout.Constants.Length; i++)
        {
            LaneOperations.Fill(Registers[layout.FirstConstant + i], layout.Constants[i], MaxRows);
        }
    }

    private uint** Registers => (uint**)_pointers.Words;

    private uint* HintInputs { get; }

    private uint* HintOutputs { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scratch.Dispose();
        _pointers.Dispose();
    }

    /// <summary>Deduces rows row .. row + rows - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long row, int rows)
    {
        // SAFETY: every register is set, and every column covers row + rows words.
        uint** registers = Registers;
        for (int i = 0; i < _task.Trace.Count; i++)
        {
            registers[i] = _task.Trace.Column(i) + row;
        }

        LoadPreprocessed(row, rows);
        foreach (TapeInstruction step in _tape.Instructions.AsSpan())
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
                    Call(_tape.Calls[step.Left], rows);
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
        RegisterLayout layout = _tape.Layout;
        for (int i = 0; i < layout.Preprocessed; i++)
        {
            uint* strip = Registers[layout.FirstPreprocessed + i];
            if (_task.Air.Preprocessed[i] == PreprocessedColumn.Sequence)
            {
                for (int k = 0; k < rows; k++)
                {
                    strip[k] = (uint)(row + k);
                }
            }
            else
            {
                Copy(_task.Preprocessed[i].Words + row, strip, rows);
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
            _task.Context, new ReadOnlySpan<uint>(HintInputs, inputs.Length * rows), new Span<uint>(HintOutputs, call.Hint.Outputs * rows), rows);
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
        int active = (int)Math.Min(rows, _task.FeedingRows - row);
        if (active > 0)
        {
            _sink.Accept(feed, new FeedStrip(Registers, _tape.Feeds[feed].Elements.AsSpan(), row, active));
        }
    }
}
