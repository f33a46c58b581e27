using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>dst = [[fp/ap + offset1] + offset2].</summary>
internal sealed class AssertEqDoubleDerefOpcode : OpcodeDefinition
{
    private static readonly InstructionPattern Pattern = new("?? 000 00 000 0? 001", null, null, null);

    public override string Name => "assert_eq_opcode_double_deref";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        Expr dst = b.Assign(state.Base(code[InstructionBit.DstFp]), "mem_dst_base");
        Expr pointer = b.Assign(state.Base(code[InstructionBit.Op0Fp]), "mem0_base");
        Expr source = b.ReadAddress(pointer + code.Op0, "mem1_base");
        b.VerifyEqual(dst + code.Dst, source + code.Op1, "dst");
        return new(state.Pc + 1, state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }
}
