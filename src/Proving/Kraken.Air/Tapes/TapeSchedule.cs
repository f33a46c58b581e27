using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Kraken.Air.Tapes;

/// <summary>The order of evaluation: every node once, before its first use, in the order in which the roots need it.</summary>
internal sealed class TapeSchedule
{
    private readonly AirRecording air;
    private readonly bool[] scheduled;
    private readonly bool[] called;
    private readonly List<TapeStep> steps = [];
    private readonly List<int> operands = [];
    private readonly Stack<int> pending = new();

    public TapeSchedule(AirRecording air)
    {
        this.air = air;
        scheduled = new bool[air.Nodes.Length];
        called = new bool[air.HintCalls.Length];
    }

    public ReadOnlySpan<TapeStep> Steps => CollectionsMarshal.AsSpan(steps);

    /// <summary>A step's operands, as nodes.</summary>
    public ReadOnlySpan<int> Operands(in TapeStep step) => CollectionsMarshal.AsSpan(operands).Slice(step.First, step.Count);

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
        pending.Push(root);
        while (pending.TryPeek(out int node))
        {
            if (scheduled[node] || !PushMissing(air.Nodes[node]))
            {
                Emit(pending.Pop());
            }
        }
    }

    /// <summary>Pushes the operands that are not scheduled yet; false where there is none.</summary>
    private bool PushMissing(in AirNode node)
    {
        if (node.Op == AirOp.HintOutput)
        {
            bool pushed = false;
            foreach (int input in called[node.Left] ? [] : air.HintCalls[node.Left].Inputs.AsSpan())
            {
                pushed |= PushIfMissing(input);
            }

            return pushed;
        }

        return !node.IsLeaf && (PushIfMissing(node.Left) | (node.IsBinary && PushIfMissing(node.Right)));
    }

    private bool PushIfMissing(int node)
    {
        if (!scheduled[node])
        {
            pending.Push(node);
            return true;
        }

        return false;
    }

    private void Emit(int index)
    {
        if (scheduled[index])
        {
            return;
        }

        scheduled[index] = true;
        AirNode node = air.Nodes[index];
        if (node.Op == AirOp.HintOutput)
        {
            if (!called[node.Left])
            {
                called[node.Left] = true;
                Add(AirOp.CallHint, -1, node.Left, air.HintCalls[node.Left].Inputs.AsSpan());
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
        steps.Add(new(op, node, index, this.operands.Count, operands.Length));
        this.operands.AddRange(operands);
    }
}
