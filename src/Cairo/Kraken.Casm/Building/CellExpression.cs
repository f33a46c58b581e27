using System.Numerics;
using Kraken.Casm.Operands;

namespace Kraken.Casm.Building;

/// <summary>The operators of a cell expression. Sub and Div are written as the addition or multiplication that they invert.</summary>
public enum CellOperator
{
    /// <summary>Addition.</summary>
    Add,

    /// <summary>Subtraction.</summary>
    Sub,

    /// <summary>Multiplication.</summary>
    Mul,

    /// <summary>Division.</summary>
    Div,
}

/// <summary>The form of a cell expression.</summary>
public enum CellExpressionKind
{
    /// <summary>The value of a cell.</summary>
    Deref,

    /// <summary>The value of the cell that a cell points to, with an offset.</summary>
    DoubleDeref,

    /// <summary>A constant.</summary>
    Immediate,

    /// <summary>An operation on a cell and a cell or constant.</summary>
    BinOp,
}

/// <summary>A value that one instruction can compute: [cell], [[cell] + offset], constant, or [cell] op [cell] | constant.</summary>
public readonly record struct CellExpression
{
    private CellExpression(CellExpressionKind kind, CellRef cell, short offset, CellOperator op, CellRef? right, BigInteger value)
    {
        Kind = kind;
        Cell = cell;
        Offset = offset;
        Operator = op;
        Right = right;
        Value = value;
    }

    /// <summary>The form.</summary>
    public CellExpressionKind Kind { get; }

    /// <summary>The first cell; meaningless for a constant.</summary>
    public CellRef Cell { get; }

    /// <summary>The offset of a double dereference.</summary>
    public short Offset { get; }

    /// <summary>The operator of an operation.</summary>
    public CellOperator Operator { get; }

    /// <summary>The second cell of an operation, or null when the second operand is <see cref="Value"/>.</summary>
    public CellRef? Right { get; }

    /// <summary>The constant, or the second operand of an operation.</summary>
    public BigInteger Value { get; }

    /// <summary>Whether an instruction with this operand carries a constant in a second word.</summary>
    public bool HasConstant => Kind == CellExpressionKind.Immediate || (Kind == CellExpressionKind.BinOp && Right is null);

    /// <summary>The content of a cell: [cell].</summary>
    public static CellExpression Deref(CellRef cell) => new(CellExpressionKind.Deref, cell, 0, default, null, default);

    /// <summary>[[cell] + offset].</summary>
    public static CellExpression DoubleDeref(CellRef cell, short offset) =>
        new(CellExpressionKind.DoubleDeref, cell, offset, default, null, default);

    /// <summary>A constant.</summary>
    public static CellExpression Immediate(BigInteger value) => new(CellExpressionKind.Immediate, default, 0, default, null, value);

    /// <summary>[left] op [right].</summary>
    public static CellExpression BinOp(CellOperator op, CellRef left, CellRef right) =>
        new(CellExpressionKind.BinOp, left, 0, op, right, default);

    /// <summary>[left] op constant.</summary>
    public static CellExpression BinOp(CellOperator op, CellRef left, BigInteger right) =>
        new(CellExpressionKind.BinOp, left, 0, op, null, right);

    /// <summary>[cell] + constant, or just [cell] for zero.</summary>
    public static CellExpression AddConst(CellRef cell, BigInteger value) =>
        value.IsZero ? Deref(cell) : BinOp(CellOperator.Add, cell, value);

    /// <summary>The same value after ap moved by a number of cells; null when an offset leaves its range.</summary>
    public CellExpression? AfterApChange(int change)
    {
        if (change == 0 || Kind == CellExpressionKind.Immediate)
        {
            return this;
        }

        if (Shift(Cell, change) is not { } cell)
        {
            return null;
        }

        if (Right is not { } right)
        {
            return new CellExpression(Kind, cell, Offset, Operator, null, Value);
        }

        return Shift(right, change) is { } shifted ? new CellExpression(Kind, cell, Offset, Operator, shifted, Value) : null;
    }

    /// <summary>
    /// The same value seen from a called function's frame; for expressions of ap (or none) after ap moved by a
    /// number of cells, the call included.
    /// </summary>
    internal CellExpression? InCalledFrame(int change)
    {
        if (AfterApChange(change) is not { } moved)
        {
            return null;
        }

        CellRef? right = moved.Right is { } r ? r with { Register = Register.FP } : null;
        return new CellExpression(moved.Kind, moved.Cell with { Register = Register.FP }, moved.Offset, moved.Operator, right, moved.Value);
    }

    /// <summary>Whether the expression keeps its meaning when ap moves by an unknown number of cells.</summary>
    public bool SurvivesUnknownApChange =>
        Kind == CellExpressionKind.Immediate || (Cell.Register == Register.FP && Right is not { Register: Register.AP });

    /// <summary>A cell and a small offset to it, for [cell] and [cell] + constant; null for others.</summary>
    public (CellRef Cell, int Offset)? AsCellWithOffset()
    {
        if (Kind == CellExpressionKind.Deref)
        {
            return (Cell, 0);
        }

        bool sum = Kind == CellExpressionKind.BinOp && Operator == CellOperator.Add && Right is null;
        return sum && Value >= int.MinValue && Value <= int.MaxValue ? (Cell, (int)Value) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        CellExpressionKind.Deref => Cell.ToString(),
        CellExpressionKind.DoubleDeref => $"[{Cell} + {Offset}]",
        CellExpressionKind.Immediate => Value.ToString(),
        _ => $"{Cell} {Symbol(Operator)} {(Right is { } right ? right.ToString() : Value.ToString())}",
    };

    private static string Symbol(CellOperator op) => op switch
    {
        CellOperator.Add => "+",
        CellOperator.Sub => "-",
        CellOperator.Mul => "*",
        _ => "/",
    };

    private static CellRef? Shift(CellRef cell, int change)
    {
        if (cell.Register == Register.FP)
        {
            return cell;
        }

        long offset = (long)cell.Offset - change;
        return offset is >= short.MinValue and <= short.MaxValue && change <= short.MaxValue ? cell with { Offset = (short)offset } : null;
    }
}
