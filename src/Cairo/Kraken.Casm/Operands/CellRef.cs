namespace Kraken.Casm.Operands;

/// <summary>The memory cell [register + offset].</summary>
/// <param name="Register">The base register.</param>
/// <param name="Offset">Cells from the register's value, -2^15 .. 2^15-1.</param>
public readonly record struct CellRef(Register Register, short Offset)
{
    /// <summary>[ap + offset].</summary>
    public static CellRef Ap(int offset) => new(Register.AP, checked((short)offset));

    /// <summary>[fp + offset].</summary>
    public static CellRef Fp(int offset) => new(Register.FP, checked((short)offset));

    /// <summary>Assembler text, for example "[fp + -3]".</summary>
    public override string ToString() => $"[{(Register == Register.AP ? "ap" : "fp")} + {Offset}]";
}
