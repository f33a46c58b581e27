using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>jmp rel imm.</summary>
internal sealed class JumpImmediateOpcode : OpcodeDefinition
{
    private static readonly InstructionPattern Pattern = new("11 100 00 010 0? 000", -1, -1, 1);

    public override string Name => "jump_opcode_rel_imm";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        Expr distance = b.ReadSmall(state.Pc + 1, "next_pc").Value;
        return new(state.Pc + distance, state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }
}
