using System.Numerics;

namespace Kraken.Casm.Building;

/// <summary>A variable of a builder: a name for an expression, which may change with the place in the code.</summary>
public sealed class Var
{
    internal Var(CasmBuilder owner, int id)
    {
        Owner = owner;
        Id = id;
    }

    internal CasmBuilder Owner { get; }

    internal int Id { get; }

    /// <summary>The sum of a cell and a cell or constant.</summary>
    public static Var operator +(Var left, Var right) => left.Owner.BinOp(CellOperator.Add, left, right);

    /// <summary>The difference of a cell and a cell or constant.</summary>
    public static Var operator -(Var left, Var right) => left.Owner.BinOp(CellOperator.Sub, left, right);

    /// <summary>The product of a cell and a cell or constant.</summary>
    public static Var operator *(Var left, Var right) => left.Owner.BinOp(CellOperator.Mul, left, right);

    /// <summary>The quotient of a cell and a cell or constant.</summary>
    public static Var operator /(Var left, Var right) => left.Owner.BinOp(CellOperator.Div, left, right);

    /// <summary>The sum of a cell and a constant.</summary>
    public static Var operator +(Var left, BigInteger right) => left + left.Owner.Const(right);

    /// <summary>The difference of a cell and a constant.</summary>
    public static Var operator -(Var left, BigInteger right) => left - left.Owner.Const(right);

    /// <summary>The product of a cell and a constant.</summary>
    public static Var operator *(Var left, BigInteger right) => left * left.Owner.Const(right);

    /// <summary>The quotient of a cell and a constant.</summary>
    public static Var operator /(Var left, BigInteger right) => left / left.Owner.Const(right);
}
