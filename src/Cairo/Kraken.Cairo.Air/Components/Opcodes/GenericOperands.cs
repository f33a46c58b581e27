using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>dst, op0, op1 and res of a generic instruction as 28 limbs each.</summary>
internal sealed record GenericOperands(Expr[] Dst, Expr[] Op0, Expr[] Op1, Expr[] Res)
{
    public static GenericOperands Evaluate(AirBuilder b, CasmState state, GenericInstruction code)
    {
        Expr dstSource = b.Assign(state.Base(code[InstructionBit.DstFp]), "dst_src");
        Expr[] dst = b.ReadFelt(dstSource + code.Dst, "dst");
        Expr op0Source = b.Assign(state.Base(code[InstructionBit.Op0Fp]), "op0_src");
        Expr[] op0 = b.ReadFelt(op0Source + code.Op0, "op0");
        Expr op0Address = b.AsAddressIf(op0, code.Op1BaseOp0);
        Expr op1Source = b.Assign(Operands.OpOneBase(state, code.Code) + (code.Op1BaseOp0 * op0Address), "op1_src");
        Expr[] op1 = b.ReadFelt(op1Source + code.Op1, "op1");
        return new(dst, op0, op1, Result(b, code, op0, op1));
    }

    /// <summary>op1, the sum or the product; free for jnz.</summary>
    private static Expr[] Result(AirBuilder b, GenericInstruction code, Expr[] op0, Expr[] op1)
    {
        Expr[] sum = b.AddFelts(op0, op1);
        Expr[] product = b.MultiplyFelts(op0, op1);
        Expr[] selected =
        [
            .. Enumerable.Range(0, FeltLimbs.Count).Select(i =>
                (code[InstructionBit.Add] * sum[i]) + (code[InstructionBit.Mul] * product[i]) + (code.ResOp1 * op1[i])),
        ];
        Expr[] res = b.Deduce(selected, "res");
        for (int i = 0; i < FeltLimbs.Count; i++)
        {
            b.Constrain(selected[i] - ((1 - code[InstructionBit.Jnz]) * res[i]));
        }

        return res;
    }
}
