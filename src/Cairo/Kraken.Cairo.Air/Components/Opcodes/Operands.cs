using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>The addresses of the three operands of an arithmetic instruction whose op1 is an immediate or relative to fp or ap.</summary>
internal readonly record struct Operands(Expr Dst, Expr Op0, Expr Op1)
{
    public static Operands Locate(AirBuilder b, CasmState state, Instruction code)
    {
        b.Constrain(code[InstructionBit.Op1Imm] * (1 - code.Op1));
        return At(b, state, code);
    }

    /// <summary>The addresses without the check that an immediate's offset is 1.</summary>
    public static Operands At(AirBuilder b, CasmState state, Instruction code)
    {
        Expr dst = b.Assign(state.Base(code[InstructionBit.DstFp]), "mem_dst_base");
        Expr op0 = b.Assign(state.Base(code[InstructionBit.Op0Fp]), "mem0_base");
        Expr op1 = b.Assign(OpOneBase(state, code), "mem1_base");
        return new(dst + code.Dst, op0 + code.Op0, op1 + code.Op1);
    }

    /// <summary>The base of op1: pc, fp or ap by the flags.</summary>
    public static Expr OpOneBase(CasmState state, Instruction code) =>
        (code[InstructionBit.Op1Imm] * state.Pc) + (code[InstructionBit.Op1Fp] * state.Fp) + (code[InstructionBit.Op1Ap] * state.Ap);
}
