namespace Kraken.Casm.Instructions;

/// <summary>The flags of an instruction as masks, shifted to bit 0; what each says stands at its <see cref="InstructionBit"/>.</summary>
public static class InstructionFlags
{
    /// <inheritdoc cref="InstructionBit.DstFp"/>
    public const int DstFp = 1 << InstructionBit.DstFp;

    /// <inheritdoc cref="InstructionBit.Op0Fp"/>
    public const int Op0Fp = 1 << InstructionBit.Op0Fp;

    /// <inheritdoc cref="InstructionBit.Op1Imm"/>
    public const int Op1Imm = 1 << InstructionBit.Op1Imm;

    /// <inheritdoc cref="InstructionBit.Op1Fp"/>
    public const int Op1Fp = 1 << InstructionBit.Op1Fp;

    /// <inheritdoc cref="InstructionBit.Op1Ap"/>
    public const int Op1Ap = 1 << InstructionBit.Op1Ap;

    /// <inheritdoc cref="InstructionBit.Add"/>
    public const int Add = 1 << InstructionBit.Add;

    /// <inheritdoc cref="InstructionBit.Mul"/>
    public const int Mul = 1 << InstructionBit.Mul;

    /// <inheritdoc cref="InstructionBit.Jump"/>
    public const int Jump = 1 << InstructionBit.Jump;

    /// <inheritdoc cref="InstructionBit.JumpRel"/>
    public const int JumpRel = 1 << InstructionBit.JumpRel;

    /// <inheritdoc cref="InstructionBit.Jnz"/>
    public const int Jnz = 1 << InstructionBit.Jnz;

    /// <inheritdoc cref="InstructionBit.ApAdd"/>
    public const int ApAdd = 1 << InstructionBit.ApAdd;

    /// <inheritdoc cref="InstructionBit.ApAddOne"/>
    public const int ApAddOne = 1 << InstructionBit.ApAddOne;

    /// <inheritdoc cref="InstructionBit.Call"/>
    public const int Call = 1 << InstructionBit.Call;

    /// <inheritdoc cref="InstructionBit.Ret"/>
    public const int Ret = 1 << InstructionBit.Ret;

    /// <inheritdoc cref="InstructionBit.AssertEq"/>
    public const int AssertEq = 1 << InstructionBit.AssertEq;
}
