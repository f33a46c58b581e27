namespace Kraken.Casm.Operands;

/// <summary>The value of a cell, [register + offset].</summary>
public sealed record Deref(CellRef Cell) : DerefOrImmediate
{
    /// <inheritdoc/>
    public override string ToString() => Cell.ToString();
}
