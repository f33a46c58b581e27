namespace Kraken.Casm.Operands;

/// <summary>The sum or product of a cell and a cell or constant.</summary>
/// <param name="Operation">Add or Mul.</param>
/// <param name="A">The first operand.</param>
/// <param name="B">The second operand.</param>
public sealed record BinOp(CellOperation Operation, CellRef A, DerefOrImmediate B) : ResOperand
{
    /// <inheritdoc/>
    public override string ToString() => $"{A} {(Operation == CellOperation.Add ? '+' : '*')} {B}";
}
