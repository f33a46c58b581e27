using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>dst = imm.</summary>
internal sealed class AssertEqImmediateOpcode : OpcodeDefinition
{
    private static readonly InstructionPattern Pattern = new("?1 100 00 000 0? 001", null, -1, 1);

    public override string Name => "assert_eq_opcode_imm";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        Expr dst = b.Assign(state.Base(code[InstructionBit.DstFp]), "mem_dst_base");
        b.VerifyEqual(dst + code.Dst, state.Pc + 1, "dst");
        return new(state.Pc + 2, state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }
}
