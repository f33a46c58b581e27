using System.Collections.Generic;
using System.Collections.Immutable;

namespace Kraken.Air.Tapes;

/// <summary>The order of evaluation: every node once, before its first use, in the order in which the roots need it.</summary>
internal sealed class TapeSchedule
{
    private readonly AirRecording _air;
    private readonly bool[] _scheduled;
    private readonly bool[] _called;
    private readonly List<TapeStep> _steps = [];
    private readonly Stack<int> _pending = new();

    public TapeSchedule(AirRecording air)
    {
        _air = air;
        _scheduled = new bool[air.Nodes.Length];
        _called = new bool[air.HintCalls.Length];
    }

    /// <summary>Schedules what a root needs, then the root itself.</summary>
    public void Root(AirOp op, int index, ImmutableArray<int> nodes)
    {
        foreach (int node in nodes)
        {
            Need(node);
        }

        _steps.Add(new(op, -1, index, nodes));
    }

    public TapeAllocation Allocate() => new(_air, _steps);

    private void Need(int root)
    {
        _pending.Push(root);
        while (_pending.TryPeek(out int node))
        {
            if (_scheduled[node] || (!PushMissing(node) && Emit(node)))
            {
                _pending.Pop();
            }
        }
    }

    /// <summary>Pushes the operands that are not scheduled yet; false where there is none.</summary>
    private bool PushMissing(int node)
    {
        int before = _pending.Count;
        foreach (int operand in Operands(node))
        {
            if (!_scheduled[operand])
            {
                _pending.Push(operand);
            }
        }

        return _pending.Count != before;
    }

    private bool Emit(int index)
    {
        AirNode node = _air.Nodes[index];
        _scheduled[index] = true;
        if (node.Op == AirOp.HintOutput)
        {
            if (!_called[node.Left])
            {
                _called[node.Left] = true;
                _steps.Add(new(AirOp.CallHint, -1, node.Left, _air.HintCalls[node.Left].Inputs));
            }
        }
        else if (!node.IsLeaf)
        {
            _steps.Add(new(node.Op, index, node.Right, Operands(index)));
        }

        return true;
    }

    private ImmutableArray<int> Operands(int index)
    {
        AirNode node = _air.Nodes[index];
        return node.Op == AirOp.HintOutput ? (_called[node.Left] ? [] : _air.HintCalls[node.Left].Inputs)
            : node.IsLeaf ? []
            : node.IsBinary ? [node.Left, node.Right]
            : [node.Left];
    }
}

/// <summary>One scheduled step: an operation that gives a node, or a root (Node = -1) on nodes.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Node">The node computed, or -1.</param>
/// <param name="Index">The root's index, or the amount of a shift.</param>
/// <param name="Operands">The nodes read.</param>
internal readonly record struct TapeStep(AirOp Op, int Node, int Index, ImmutableArray<int> Operands);
