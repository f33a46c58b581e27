using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Air.Tapes;

/// <summary>
/// Registers for a schedule. A value that a column holds is computed straight into the column's register when the column's definition is
/// the first to need it (witness tapes); every other value gets the lowest free temporary and gives it back after its last use.
/// </summary>
internal sealed class TapeAllocation
{
    private const int None = -1;
    private readonly AirRecording _air;
    private readonly int[] _register;
    private readonly int[] _lastUse;
    private readonly PriorityQueue<int, int> _free = new();
    private readonly Dictionary<uint, int> _constants = [];
    private readonly Dictionary<(AirOp Op, int Index), ImmutableArray<int>> _rooted = [];
    private readonly ImmutableArray<TapeInstruction>.Builder _code = ImmutableArray.CreateBuilder<TapeInstruction>();
    private readonly ImmutableArray<TapeCall>.Builder _calls = ImmutableArray.CreateBuilder<TapeCall>();
    private readonly Dictionary<int, List<int>> _outputs = [];

    public TapeAllocation(AirRecording air, List<TapeStep> steps)
    {
        _air = air;
        _register = Enumerable.Repeat(None, air.Nodes.Length).ToArray();
        _lastUse = Enumerable.Repeat(None, air.Nodes.Length).ToArray();
        foreach (AirNode node in air.Nodes.Where(node => node.Op == AirOp.Constant))
        {
            _constants.TryAdd((uint)node.Left, _constants.Count);
        }

        Layout = new(air.Columns.Length, air.Preprocessed.Length, air.Parameters.Length, [.. _constants.OrderBy(pair => pair.Value).Select(pair => pair.Key)]);
        RegisterCount = Layout.FirstTemporary;
        PlaceLeaves();
        FindLastUses(steps);
        for (int i = 0; i < steps.Count; i++)
        {
            Emit(steps[i], i);
        }

        Instructions = _code.ToImmutable();
        Calls = _calls.ToImmutable();
    }

    public RegisterLayout Layout { get; }

    public int RegisterCount { get; private set; }

    public ImmutableArray<TapeInstruction> Instructions { get; }

    public ImmutableArray<TapeCall> Calls { get; }

    /// <summary>The registers that a root's nodes were in.</summary>
    public ImmutableArray<int> Rooted(AirOp op, int index) => _rooted[(op, index)];

    private void PlaceLeaves()
    {
        for (int i = 0; i < _register.Length; i++)
        {
            AirNode node = _air.Nodes[i];
            _register[i] = node.Op switch
            {
                AirOp.Constant => Layout.FirstConstant + _constants[(uint)node.Left],
                AirOp.Column => node.Left,
                AirOp.Preprocessed => Layout.FirstPreprocessed + node.Left,
                AirOp.Parameter => Layout.FirstParameter + node.Left,
                _ => None,
            };
            if (node.Op == AirOp.HintOutput)
            {
                Outputs(node.Left).Add(i);
            }
        }
    }

    private List<int> Outputs(int call)
    {
        if (!_outputs.TryGetValue(call, out List<int>? nodes))
        {
            _outputs[call] = nodes = [];
        }

        return nodes;
    }

    private void FindLastUses(List<TapeStep> steps)
    {
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (int operand in steps[i].Operands)
            {
                _lastUse[operand] = i;
            }
        }

        // A value that becomes a column lives in the column's register from then on, so it needs no temporary.
        foreach (TapeStep step in steps.Where(step => step.Op == AirOp.Copy))
        {
            int node = step.Operands[0];
            if (_register[node] == None)
            {
                _register[node] = step.Index;
            }
        }
    }

    private void Emit(TapeStep step, int position)
    {
        ImmutableArray<int> operands = [.. step.Operands.Select(operand => _register[operand])];
        switch (step.Op)
        {
            case AirOp.Copy:
                if (operands[0] != step.Index)
                {
                    _code.Add(new(AirOp.Copy, step.Index, operands[0], 0));
                }

                break;
            case AirOp.CallHint:
                EmitCall(step, operands, position);
                return;
            case AirOp.Constrain:
                _code.Add(new(AirOp.Constrain, step.Index, operands[0], 0));
                break;
            case AirOp.Feed or AirOp.Lookup:
                _rooted[(step.Op, step.Index)] = operands;
                _code.Add(new(step.Op, 0, step.Index, 0));
                break;
            default:
                Release(step, position);
                _code.Add(new(step.Op, Place(step.Node), operands[0], operands.Length > 1 ? operands[1] : step.Index));
                return;
        }

        Release(step, position);
    }

    private void EmitCall(TapeStep step, ImmutableArray<int> operands, int position)
    {
        HintCall call = _air.HintCalls[step.Index];
        int[] outputs = Enumerable.Repeat(None, call.Hint.Outputs).ToArray();
        foreach (int node in Outputs(step.Index).Where(node => _lastUse[node] != None))
        {
            outputs[_air.Nodes[node].Right] = Place(node);
        }

        _code.Add(new(AirOp.CallHint, 0, _calls.Count, 0));
        _calls.Add(new(call.Hint, operands, [.. outputs]));
        Release(step, position);
    }

    private int Place(int node)
    {
        if (_register[node] == None)
        {
            _register[node] = _free.TryDequeue(out int register, out _) ? register : RegisterCount++;
        }

        return _register[node];
    }

    private void Release(TapeStep step, int position)
    {
        foreach (int operand in step.Operands.Distinct())
        {
            if (_lastUse[operand] == position && _register[operand] >= Layout.FirstTemporary)
            {
                _free.Enqueue(_register[operand], _register[operand]);
            }
        }
    }
}
