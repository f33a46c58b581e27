using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>An instruction with all its flags deduced, and the flags that are on where none of a group is.</summary>
internal sealed record GenericInstruction(Instruction Code, Expr Op1BaseOp0, Expr ResOp1, Expr PcRegular, Expr FpRegular)
{
    private static readonly InstructionPattern Pattern = new("?? ??? ?? ??? ?? ???", null, null, null);

    public Expr Dst => Code.Dst;

    public Expr Op0 => Code.Op0;

    public Expr Op1 => Code.Op1;

    /// <summary>1, or 2 with an immediate.</summary>
    public Expr Size => 1 + Code[InstructionBit.Op1Imm];

    public Expr this[int flag] => Code[flag];

    public static GenericInstruction Decode(AirBuilder b, Expr pc)
    {
        Instruction code = Instruction.Decode(b, pc, Pattern);
        Expr op1BaseOp0 = NoneOf(b, 1 - code[InstructionBit.Op1Imm] - code[InstructionBit.Op1Fp] - code[InstructionBit.Op1Ap]);
        Expr resOp1 = NoneOf(b, 1 - code[InstructionBit.Add] - code[InstructionBit.Mul] - code[InstructionBit.Jnz]);
        Expr pcRegular = NoneOf(b, 1 - code[InstructionBit.Jump] - code[InstructionBit.JumpRel] - code[InstructionBit.Jnz]);
        NoneOf(b, 1 - code[InstructionBit.ApAdd] - code[InstructionBit.ApAddOne] - code[InstructionBit.Call]);
        Expr fpRegular = NoneOf(b, 1 - code[InstructionBit.Call] - code[InstructionBit.Ret]);
        return new(code, op1BaseOp0, resOp1, pcRegular, fpRegular);
    }

    private static Expr NoneOf(AirBuilder b, Expr flag)
    {
        b.Constrain(flag * (1 - flag));
        return flag;
    }
}
