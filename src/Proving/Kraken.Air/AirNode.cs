namespace Kraken.Air;

/// <summary>
/// One node of the recorded graph. Left and Right are node indices for operations on nodes; otherwise Left is the literal word (Constant),
/// the index of the column, preprocessed column or parameter, or the hint call (HintOutput, with the output's index in Right); Right is the
/// literal amount of a shift. An operand's index is always below the index of the node that uses it.
/// </summary>
/// <param name="Op">The operation.</param>
/// <param name="Left">First operand.</param>
/// <param name="Right">Second operand, 0 where there is none.</param>
public readonly record struct AirNode(AirOp Op, int Left, int Right = 0)
{
    /// <summary>True for nodes without operands among the nodes.</summary>
    public bool IsLeaf => Op is AirOp.Constant or AirOp.Column or AirOp.Preprocessed or AirOp.Parameter or AirOp.HintOutput;

    /// <summary>True for binary operations on two nodes.</summary>
    public bool IsBinary => Op is AirOp.Add or AirOp.Subtract or AirOp.Multiply or AirOp.And or AirOp.Or or AirOp.Xor
        or AirOp.WrappingAdd or AirOp.WrappingSubtract or AirOp.WrappingMultiply or AirOp.Equal or AirOp.Less;

    /// <summary>True for the operations that a constraint may use.</summary>
    public bool IsField => Op <= AirOp.Negate;
}
