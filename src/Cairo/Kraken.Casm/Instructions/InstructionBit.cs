namespace Kraken.Casm.Instructions;

/// <summary>
/// The flags of an instruction by their bit among the flags, which begin at bit <see cref="InstructionWord.FlagsStart"/> of its word.
/// </summary>
public static class InstructionBit
{
    /// <summary>The destination is addressed from fp, not ap.</summary>
    public const int DstFp = 0;

    /// <summary>Operand 0 is addressed from fp, not ap.</summary>
    public const int Op0Fp = 1;

    /// <summary>Operand 1 is addressed from pc: the immediate.</summary>
    public const int Op1Imm = 2;

    /// <summary>Operand 1 is addressed from fp.</summary>
    public const int Op1Fp = 3;

    /// <summary>Operand 1 is addressed from ap; without any of the three, from operand 0.</summary>
    public const int Op1Ap = 4;

    /// <summary>The result is the sum of the operands.</summary>
    public const int Add = 5;

    /// <summary>The result is the product of the operands.</summary>
    public const int Mul = 6;

    /// <summary>pc becomes the result.</summary>
    public const int Jump = 7;

    /// <summary>The result is added to pc.</summary>
    public const int JumpRel = 8;

    /// <summary>Operand 1 is added to pc unless the destination is zero.</summary>
    public const int Jnz = 9;

    /// <summary>The result is added to ap.</summary>
    public const int ApAdd = 10;

    /// <summary>ap moves on by one cell.</summary>
    public const int ApAddOne = 11;

    /// <summary>The opcode is call.</summary>
    public const int Call = 12;

    /// <summary>The opcode is ret.</summary>
    public const int Ret = 13;

    /// <summary>The opcode asserts that destination and result are equal.</summary>
    public const int AssertEq = 14;

    /// <summary>How many flags there are.</summary>
    public const int Count = 15;
}
