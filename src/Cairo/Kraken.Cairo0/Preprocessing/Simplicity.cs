namespace Kraken.Cairo0.Preprocessing;

/// <summary>How simple an expression must be for the place in an instruction where it is to stand.</summary>
internal enum Simplicity
{
    /// <summary>[reg + offset].</summary>
    Cell,

    CellOffset,

    /// <summary>What one operand of an instruction can be: memory at a register, or a number.</summary>
    CellConstant,

    /// <summary>A cell, a constant, or one operation on them.</summary>
    Operation,
}
