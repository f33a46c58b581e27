namespace Kraken.Casm.Operands;

/// <summary>The operation of a <see cref="BinOp"/>. Names are those of the compiled class JSON.</summary>
public enum CellOperation
{
    /// <summary>Addition.</summary>
    Add,

    /// <summary>Multiplication.</summary>
    Mul,
}
