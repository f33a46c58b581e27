using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Kraken.Air.Tapes;

/// <summary>The order of evaluation: every node once, before its first use, in the order in which the roots need it.</summary>
internal sealed class TapeSchedule
{
    private readonly AirRecording _air;
    private readonly bool[] _scheduled;
    private readonly bool[] _called;
    private readonly List<TapeStep> _steps = [];
    private readonly List<int> _operands = [];
    private readonly Stack<int> _pending = new();

    public TapeSchedule(AirRecording air)
    {
        _air = air;
        _scheduled = new bool[air.Nodes.Length];
        _called = new bool[air.HintCalls.Length];
    }

    public ReadOnlySpan<TapeStep> Steps => CollectionsMarshal.AsSpan(_steps);

    /// <summary>A step's operands, as nodes.</summary>
    public ReadOnlySpan<int> Operands(in TapeStep step) => CollectionsMarshal.AsSpan(_operands).Slice(step.First, step.Count);

    /// <summary>Schedules what a root needs, then the root itself.</summary>
    public void Root(AirOp op, int index, params ReadOnlySpan<int> nodes)
    {
        foreach (int node in nodes)
        {
            Need(node);
        }

        Add(op, -1, index, nodes);
    }

    private void Need(int root)
    {
        _pending.Push(root);
        while (_pending.TryPeek(out int node))
        {
            if (_scheduled[node] || !PushMissing(_air.Nodes[node]))
            {
                Emit(_pending.Pop());
            }
        }
    }

    /// <summary>Pushes the operands that are not scheduled yet; false where there is none.</summary>
    private bool PushMissing(in AirNode node)
    {
        if (node.Op == AirOp.HintOutput)
        {
            bool pushed = false;
            foreach (int input in _called[node.Left] ? [] : _air.HintCalls[node.Left].Inputs.AsSpan())
            {
                pushed |= PushIfMissing(input);
            }

            return pushed;
        }

        return !node.IsLeaf && (PushIfMissing(node.Left) | (node.IsBinary && PushIfMissing(node.Right)));
    }

    private bool PushIfMissing(int node)
    {
        if (!_scheduled[node])
        {
            _pending.Push(node);
            return true;
        }

        return false;
    }

    private void Emit(int index)
    {
        if (_scheduled[index])
        {
            return;
        }

        _scheduled[index] = true;
        AirNode node = _air.Nodes[index];
        if (node.Op == AirOp.HintOutput)
        {
            if (!_called[node.Left])
            {
                _called[node.Left] = true;
                Add(AirOp.CallHint, -1, node.Left, _air.HintCalls[node.Left].Inputs.AsSpan());
            }
        }
        else if (node.IsBinary)
        {
            Add(node.Op, index, 0, [node.Left, node.Right]);
        }
        else if (!node.IsLeaf)
        {
            Add(node.Op, index, node.Right, [node.Left]);
        }
    }

    private void Add(AirOp op, int node, int index, ReadOnlySpan<int> operands)
    {
        _steps.Add(new(op, node, index, _operands.Count, operands.Length));
        _operands.AddRange(operands);
    }
}
