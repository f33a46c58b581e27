namespace Kraken.Casm.Operands;

/// <summary>The value at an address held in a cell, [[register + offset] + offset].</summary>
/// <param name="Cell">The cell that holds the address.</param>
/// <param name="Offset">Cells from that address.</param>
public sealed record DoubleDeref(CellRef Cell, short Offset) : ResOperand
{
    /// <inheritdoc/>
    public override string ToString() => $"[{Cell} + {Offset}]";
}
