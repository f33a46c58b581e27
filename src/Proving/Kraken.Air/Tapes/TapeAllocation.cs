using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Air.Tapes;

/// <summary>
/// Registers for a schedule. A value that a column holds is computed straight into the column's register when the column's definition is
/// the first to need it (witness tapes); every other value gets the last freed temporary and gives it back after its last use.
/// </summary>
internal sealed class TapeAllocation
{
    private const int None = -1;
    private readonly AirRecording _air;
    private readonly TapeSchedule _schedule;
    private readonly int[] _register;
    private readonly int[] _lastUse;
    private readonly int[][] _outputs;
    private readonly Stack<int> _free = new();
    private readonly Dictionary<int, ImmutableArray<int>> _rooted = [];
    private readonly ImmutableArray<TapeInstruction>.Builder _code;
    private readonly ImmutableArray<TapeCall>.Builder _calls = ImmutableArray.CreateBuilder<TapeCall>();

    public TapeAllocation(AirRecording air, TapeSchedule schedule)
    {
        _air = air;
        _schedule = schedule;
        _register = new int[air.Nodes.Length];
        _lastUse = new int[air.Nodes.Length];
        _outputs = [.. air.HintCalls.Select(call => Enumerable.Repeat(None, call.Hint.Outputs).ToArray())];
        _code = ImmutableArray.CreateBuilder<TapeInstruction>(schedule.Steps.Length);
        Layout = PlaceLeaves();
        RegisterCount = Layout.FirstTemporary;
        FindLastUses();
        for (int i = 0; i < schedule.Steps.Length; i++)
        {
            Emit(schedule.Steps[i], i);
        }

        Instructions = _code.ToImmutable();
        Calls = _calls.ToImmutable();
    }

    public RegisterLayout Layout { get; }

    public int RegisterCount { get; private set; }

    public ImmutableArray<TapeInstruction> Instructions { get; }

    public ImmutableArray<TapeCall> Calls { get; }

    /// <summary>The registers that the nodes of a feed or lookup were in.</summary>
    public ImmutableArray<int> Rooted(int index) => _rooted[index];

    /// <summary>Columns, preprocessed columns, parameters and literals have fixed registers.</summary>
    private RegisterLayout PlaceLeaves()
    {
        ImmutableArray<uint>.Builder constants = ImmutableArray.CreateBuilder<uint>();
        int firstPreprocessed = _air.Columns.Length;
        int firstParameter = firstPreprocessed + _air.Preprocessed.Length;
        int firstConstant = firstParameter + _air.Parameters.Length;
        for (int i = 0; i < _register.Length; i++)
        {
            AirNode node = _air.Nodes[i];
            _register[i] = None;
            _lastUse[i] = None;
            switch (node.Op)
            {
                case AirOp.Constant:
                    _register[i] = firstConstant + constants.Count;
                    constants.Add((uint)node.Left);
                    break;
                case AirOp.Column:
                    _register[i] = node.Left;
                    break;
                case AirOp.Preprocessed:
                    _register[i] = firstPreprocessed + node.Left;
                    break;
                case AirOp.Parameter:
                    _register[i] = firstParameter + node.Left;
                    break;
                case AirOp.HintOutput:
                    _outputs[node.Left][node.Right] = i;
                    break;
            }
        }

        return new(_air.Columns.Length, _air.Preprocessed.Length, _air.Parameters.Length, constants.ToImmutable());
    }

    private void FindLastUses()
    {
        ReadOnlySpan<TapeStep> steps = _schedule.Steps;
        for (int i = 0; i < steps.Length; i++)
        {
            foreach (int operand in _schedule.Operands(steps[i]))
            {
                _lastUse[operand] = i;
            }

            // A value that becomes a column lives in the column's register from then on, so it needs no temporary.
            if (steps[i].Op == AirOp.Copy && _register[_schedule.Operands(steps[i])[0]] == None)
            {
                _register[_schedule.Operands(steps[i])[0]] = steps[i].Index;
            }
        }
    }

    private void Emit(in TapeStep step, int position)
    {
        ReadOnlySpan<int> operands = _schedule.Operands(step);
        switch (step.Op)
        {
            case AirOp.Copy:
                if (_register[operands[0]] != step.Index)
                {
                    _code.Add(new(AirOp.Copy, step.Index, _register[operands[0]], 0));
                }

                break;
            case AirOp.CallHint:
                EmitCall(step, operands);
                break;
            case AirOp.Constrain:
                _code.Add(new(AirOp.Constrain, step.Index, _register[operands[0]], 0));
                break;
            case AirOp.Feed or AirOp.Lookup:
                _rooted[step.Index] = Registers(operands);
                _code.Add(new(step.Op, 0, step.Index, 0));
                break;
            default:
                (int left, int right) = (_register[operands[0]], operands.Length > 1 ? _register[operands[1]] : step.Index);
                Release(operands, position);
                _code.Add(new(step.Op, Place(step.Node), left, right));
                return;
        }

        Release(operands, position);
    }

    private void EmitCall(in TapeStep step, ReadOnlySpan<int> operands)
    {
        int[] nodes = _outputs[step.Index];
        ImmutableArray<int>.Builder outputs = ImmutableArray.CreateBuilder<int>(nodes.Length);
        foreach (int node in nodes)
        {
            outputs.Add(node != None && _lastUse[node] != None ? Place(node) : None);
        }

        _code.Add(new(AirOp.CallHint, 0, _calls.Count, 0));
        _calls.Add(new(_air.HintCalls[step.Index].Hint, Registers(operands), outputs.MoveToImmutable()));
    }

    private ImmutableArray<int> Registers(ReadOnlySpan<int> nodes)
    {
        ImmutableArray<int>.Builder registers = ImmutableArray.CreateBuilder<int>(nodes.Length);
        foreach (int node in nodes)
        {
            registers.Add(_register[node]);
        }

        return registers.MoveToImmutable();
    }

    private int Place(int node)
    {
        if (_register[node] == None)
        {
            _register[node] = _free.TryPop(out int register) ? register : RegisterCount++;
        }

        return _register[node];
    }

    private void Release(ReadOnlySpan<int> operands, int position)
    {
        foreach (int operand in operands)
        {
            if (_lastUse[operand] == position && _register[operand] >= Layout.FirstTemporary)
            {
                _lastUse[operand] = None;
                _free.Push(_register[operand]);
            }
        }
    }
}
