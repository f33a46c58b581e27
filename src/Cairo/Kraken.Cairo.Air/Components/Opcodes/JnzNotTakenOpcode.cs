using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>jmp rel imm if dst != 0, with dst = 0.</summary>
internal sealed class JnzNotTakenOpcode : OpcodeDefinition
{
    public override string Name => "jnz_opcode_non_taken";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, JnzTakenOpcode.Pattern);
        Expr dst = b.Assign(state.Base(code[InstructionBit.DstFp]), "mem_dst_base");
        b.VerifyValue(dst + code.Dst, [], "dst");
        return new(state.Pc + 2, state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }
}
