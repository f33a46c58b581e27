using System.Numerics;

namespace Kraken.Casm.Operands;

/// <summary>
/// The right-hand side of an assertion and the input of a hint: <see cref="Deref"/>, <see cref="DoubleDeref"/>,
/// <see cref="Immediate"/> or <see cref="BinOp"/>. ToString is the assembler text.
/// </summary>
public abstract record ResOperand
{
    private protected ResOperand()
    {
    }

    /// <summary>The value of a cell.</summary>
    public static implicit operator ResOperand(CellRef cell) => new Deref(cell);

    /// <summary>A constant.</summary>
    public static implicit operator ResOperand(BigInteger value) => new Immediate(value);
}
