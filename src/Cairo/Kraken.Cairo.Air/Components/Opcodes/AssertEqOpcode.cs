using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>dst = [fp/ap + offset2]: equal values have equal ids, so the value itself is not read.</summary>
internal sealed class AssertEqOpcode : OpcodeDefinition
{
    private static readonly InstructionPattern Pattern = new("?1 0?= 00 000 0? 001", null, -1, null);

    public override string Name => "assert_eq_opcode";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        Expr dst = b.Assign(state.Base(code[InstructionBit.DstFp]), "mem_dst_base");
        Expr source = b.Assign(Operands.OpOneBase(state, code), "mem1_base");
        b.VerifyEqual(dst + code.Dst, source + code.Op1, "dst");
        return new(state.Pc + 1, state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }
}
