using System;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Air;

/// <summary>The arena of hash-consed nodes of one component: structurally equal expressions are one node, literals fold.</summary>
internal sealed class AirGraph
{
    private readonly List<AirNode> nodes = [];
    private readonly List<bool> isField = [];
    private readonly Dictionary<AirNode, int> index = [];

    public IReadOnlyList<AirNode> Nodes => nodes;

    /// <summary>The graph that an operation's operands belong to.</summary>
    /// <exception cref="InvalidOperationException">Both are free literals, or they belong to different recordings.</exception>
    public static AirGraph Owner(Expr left, Expr right)
    {
        AirGraph? graph = left.Graph ?? right.Graph;
        if (graph is null || (right.Graph is not null && !ReferenceEquals(graph, right.Graph)))
        {
            throw new InvalidOperationException("operands of one recording are needed");
        }

        return graph;
    }

    public static Expr Binary(AirOp op, Expr left, Expr right)
    {
        if (Fold(op, left, right) is Expr folded)
        {
            return folded;
        }

        AirGraph graph = Owner(left, right);
        return graph.Intern(op, graph.NodeOf(left), graph.NodeOf(right));
    }

    public static Expr Shift(AirOp op, Expr value, int amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, 31);
        if (amount == 0)
        {
            return value;
        }

        return Literal(value) is uint word
            ? Expr.Word(op == AirOp.ShiftLeft ? word << amount : word >> amount)
            : Owner(value, value).Intern(op, value.Value, amount);
    }

    /// <summary>The node of an expression; a free literal becomes a Constant node.</summary>
    public int NodeOf(Expr value) =>
        value.Graph is null ? Intern(AirOp.Constant, value.Value).Value : Owner(value, new Expr(this, 0)).Same(value);

    public Expr Unary(AirOp op, Expr value) => Intern(op, NodeOf(value));

    public Expr Intern(AirOp op, int left, int right = 0)
    {
        AirNode node = new(op, left, right);
        if (!this.index.TryGetValue(node, out int index))
        {
            index = nodes.Count;
            nodes.Add(node);
            isField.Add(node.IsField && (node.IsLeaf || (isField[left] && (!node.IsBinary || isField[right]))));
            this.index.Add(node, index);
        }

        return new(this, index);
    }

    /// <summary>True where the node and everything below it is made of field operations on columns, parameters and literals.</summary>
    public bool IsField(int node) => isField[node];

    private static Expr? Fold(AirOp op, Expr left, Expr right)
    {
        uint? a = Literal(left);
        uint? b = Literal(right);
        if (a is uint x && b is uint y)
        {
            return FoldLiterals(op, x, y);
        }

        return (op, a, b) switch
        {
            (AirOp.Add or AirOp.WrappingAdd or AirOp.Or or AirOp.Xor, 0, _) => right,
            (AirOp.Add or AirOp.Subtract or AirOp.WrappingAdd or AirOp.WrappingSubtract or AirOp.Or or AirOp.Xor, _, 0) => left,
            (AirOp.Multiply or AirOp.WrappingMultiply, 1, _) => right,
            (AirOp.Multiply or AirOp.WrappingMultiply, _, 1) => left,
            (AirOp.Multiply or AirOp.WrappingMultiply or AirOp.And, 0, _) => 0,
            (AirOp.Multiply or AirOp.WrappingMultiply or AirOp.And, _, 0) => 0,
            _ => null,
        };
    }

    private static Expr FoldLiterals(AirOp op, uint x, uint y) => op switch
    {
        AirOp.Add => M31.Reduce(x) + M31.Reduce(y),
        AirOp.Subtract => M31.Reduce(x) - M31.Reduce(y),
        AirOp.Multiply => M31.Reduce(x) * M31.Reduce(y),
        AirOp.And => Expr.Word(x & y),
        AirOp.Or => Expr.Word(x | y),
        AirOp.Xor => Expr.Word(x ^ y),
        AirOp.WrappingAdd => Expr.Word(x + y),
        AirOp.WrappingSubtract => Expr.Word(x - y),
        AirOp.WrappingMultiply => Expr.Word(x * y),
        AirOp.Equal => Expr.Word(x == y ? 1u : 0),
        AirOp.Less => Expr.Word(x < y ? 1u : 0),
        _ => throw new InvalidOperationException($"{op} is not binary"),
    };

    private static uint? Literal(Expr value) => value.Graph is null
        ? (uint)value.Value
        : value.Graph.nodes[value.Value] is { Op: AirOp.Constant } node ? (uint)node.Left : null;

    private int Same(Expr value) =>
        ReferenceEquals(value.Graph, this) ? value.Value : throw new InvalidOperationException("foreign expression");
}
