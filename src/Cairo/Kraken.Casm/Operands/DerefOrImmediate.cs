using System.Numerics;

namespace Kraken.Casm.Operands;

/// <summary>
/// A <see cref="Deref"/> or an <see cref="Immediate"/>: the operands a jump target, an ap increment or a second operand may be.
/// </summary>
public abstract record DerefOrImmediate : ResOperand
{
    private protected DerefOrImmediate()
    {
    }

    /// <summary>The value of a cell.</summary>
    public static implicit operator DerefOrImmediate(CellRef cell) => new Deref(cell);

    /// <summary>A constant.</summary>
    public static implicit operator DerefOrImmediate(BigInteger value) => new Immediate(value);
}
