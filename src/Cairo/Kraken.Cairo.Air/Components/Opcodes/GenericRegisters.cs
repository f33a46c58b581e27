using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>The registers after a generic instruction.</summary>
internal static class GenericRegisters
{
    public static CasmState Update(AirBuilder b, CasmState state, GenericInstruction code, GenericOperands operands)
    {
        Expr dstAddress = b.AsAddressIf(operands.Dst, code[InstructionBit.Ret]);
        Expr resSmall = b.AsSmallIf(operands.Res, code[InstructionBit.JumpRel] + code[InstructionBit.ApAdd]);
        JnzTakenOpcode.ConstrainNotPrime(b, operands.Dst);
        Expr jnz = NextPcOfJnz(b, state, code, operands);

        Expr pc = b.Assign(
            (code.PcRegular * (state.Pc + code.Size))
            + (code[InstructionBit.Jump] * resSmall)
            + (code[InstructionBit.JumpRel] * (state.Pc + resSmall))
            + (code[InstructionBit.Jnz] * jnz),
            "next_pc");
        Expr ap = b.Assign(
            state.Ap + (code[InstructionBit.ApAdd] * resSmall) + code[InstructionBit.ApAddOne] + (code[InstructionBit.Call] * 2),
            "next_ap");
        b.RangeCheckAddress(ap);
        Expr fp = b.Assign(
            (code.FpRegular * state.Fp) + (code[InstructionBit.Ret] * dstAddress) + (code[InstructionBit.Call] * (state.Ap + 2)),
            "next_fp");
        return new(pc, ap, fp);
    }

    /// <summary>pc + op1 where dst is not 0, else the next instruction.</summary>
    private static Expr NextPcOfJnz(AirBuilder b, CasmState state, GenericInstruction code, GenericOperands operands)
    {
        Expr sum = operands.Dst.Sum(0, FeltLimbs.Count - 1);
        Expr isZero = sum.IsEqualTo(0);
        Expr inverse = b.Deduce((sum + isZero).InverseOrZero(), "dst_sum_inv");
        Expr condition = b.Assign(code[InstructionBit.Jnz] * sum, "op1_as_rel_imm_cond");
        Expr taken = state.Pc + b.AsSmallIf(operands.Op1, condition);
        Expr notTaken = state.Pc + code.Size;
        Expr next = b.Deduce((isZero * notTaken) + ((1 - isZero) * taken), "next_pc_jnz");
        b.Constrain((next - taken) * sum);
        b.Constrain((next - notTaken) * ((sum * inverse) - 1));
        return next;
    }
}
