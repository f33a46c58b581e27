using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;

namespace Kraken.Air.Tests;

/// <summary>Evaluations straight from the graph, against which the tapes are held.</summary>
internal static class NaiveEvaluation
{
    /// <summary>A field node over the secure field.</summary>
    public static QM31 Field(AirRecording air, int index, QM31[] columns, QM31[] preprocessed, M31[] parameters)
    {
        AirNode node = air.Nodes[index];
        QM31 Of(int operand) => Field(air, operand, columns, preprocessed, parameters);
        return node.Op switch
        {
            AirOp.Constant => M31.Reduce((uint)node.Left),
            AirOp.Column => columns[node.Left],
            AirOp.Preprocessed => preprocessed[node.Left],
            AirOp.Parameter => parameters[node.Left],
            AirOp.Add => Of(node.Left) + Of(node.Right),
            AirOp.Subtract => Of(node.Left) - Of(node.Right),
            AirOp.Multiply => Of(node.Left) * Of(node.Right),
            AirOp.Negate => -Of(node.Left),
            _ => throw new InvalidOperationException($"{node.Op}"),
        };
    }

    /// <summary>A node as a word, columns by their definitions.</summary>
    public static uint Word(AirRecording air, int index, Dictionary<int, uint> known, uint[] inputs)
    {
        if (known.TryGetValue(index, out uint value))
        {
            return value;
        }

        AirNode node = air.Nodes[index];
        uint Of(int operand) => Word(air, operand, known, inputs);
        value = node.Op switch
        {
            AirOp.Column when air.Columns[node.Left].Definition >= 0 => Of(air.Columns[node.Left].Definition),
            AirOp.Column => inputs[node.Left],
            AirOp.Preprocessed => 11,
            AirOp.Parameter => 13,
            AirOp.HintOutput => Hint(air, node, Of),
            AirOp.Constant => (uint)node.Left,
            _ => Lanes.Apply(node.Op, Of(node.Left), node.IsBinary ? Of(node.Right) : (uint)node.Right),
        };
        known[index] = value;
        return value;
    }

    private static uint Hint(AirRecording air, AirNode node, Func<int, uint> of)
    {
        HintCall call = air.HintCalls[node.Left];
        uint[] outputs = new uint[call.Hint.Outputs];
        call.Hint.EvaluateRow(null!, [.. call.Inputs.Select(of)], outputs);
        return outputs[node.Right];
    }
}

/// <summary>The lane operations on one row.</summary>
internal static class Lanes
{
    public static uint Apply(AirOp op, uint x, uint y) => op switch
    {
        AirOp.Add => (M31.Reduce(x) + M31.Reduce(y)).Value,
        AirOp.Subtract => (M31.Reduce(x) - M31.Reduce(y)).Value,
        AirOp.Multiply => (M31.Reduce(x) * M31.Reduce(y)).Value,
        AirOp.Negate => (-M31.Reduce(x)).Value,
        AirOp.And => x & y,
        AirOp.Or => x | y,
        AirOp.Xor => x ^ y,
        AirOp.ShiftLeft => x << (int)y,
        AirOp.ShiftRight => x >> (int)y,
        AirOp.Copy => x,
        _ => throw new InvalidOperationException($"{op}"),
    };
}
