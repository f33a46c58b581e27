using System.Collections.Generic;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>
/// jmp rel imm if dst != 0, with dst neither 0 nor P: the sum of its limbs, and the sum in which the limbs where P is not zero are replaced
/// by their squared difference to P's, are too small to wrap, so each has an inverse exactly where dst is not 0, not P.
/// </summary>
internal sealed class JnzTakenOpcode : OpcodeDefinition
{
    internal static readonly InstructionPattern Pattern = new("?1 100 00 001 0? 000", null, -1, 1);

    public override string Name => "jnz_opcode_taken";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        Expr source = b.Assign(state.Base(code[InstructionBit.DstFp]), "mem_dst_base");
        Expr[] dst = b.ReadFelt(source + code.Dst, "dst");
        Expr sum = dst.Sum(0, FeltLimbs.Count - 1);
        b.Constrain((sum * b.Deduce(sum.InverseOrZero(), "dst_sum_inv")) - 1);
        ConstrainNotPrime(b, dst);
        Expr distance = b.ReadSmall(state.Pc + 1, "next_pc").Value;
        return new(state.Pc + distance, state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }

    internal static void ConstrainNotPrime(AirBuilder b, IReadOnlyList<Expr> dst)
    {
        Expr sum = 0;
        for (int i = 0; i < dst.Count; i++)
        {
            Expr difference = dst[i] - FeltLimbs.PrimeLimb(i);
            sum += FeltLimbs.PrimeLimb(i) == 0 ? dst[i] : difference * difference;
        }

        b.Constrain((sum * b.Deduce(sum.InverseOrZero(), "dst_sum_squares_inv")) - 1);
    }
}
