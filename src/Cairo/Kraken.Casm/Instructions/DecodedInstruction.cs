namespace Kraken.Casm.Instructions;

/// <summary>The fields of an instruction ([CAIRO 4.4], with the opcode extensions of S-two).</summary>
/// <param name="OffDst">Offset of dst, -2^15 .. 2^15-1.</param>
/// <param name="OffOp0">Offset of the first operand.</param>
/// <param name="OffOp1">Offset of the second operand.</param>
/// <param name="DstIsFp">dst's base is fp, else ap.</param>
/// <param name="Op0IsFp">The first operand's base is fp, else ap.</param>
/// <param name="Op1">Where the second operand is.</param>
/// <param name="Res">The result.</param>
/// <param name="Pc">The next pc.</param>
/// <param name="Ap">The next ap.</param>
/// <param name="Extension">The opcode extension.</param>
public readonly record struct DecodedInstruction(
    short OffDst,
    short OffOp0,
    short OffOp1,
    bool DstIsFp,
    bool Op0IsFp,
    Op1Source Op1,
    ResLogic Res,
    PcUpdate Pc,
    ApUpdate Ap,
    Opcode Opcode,
    OpcodeExtension Extension = OpcodeExtension.Stone)
{
    /// <summary>Words the instruction takes: 2 with an immediate, else 1.</summary>
    public int Size => Op1 == Op1Source.Immediate ? 2 : 1;
}
