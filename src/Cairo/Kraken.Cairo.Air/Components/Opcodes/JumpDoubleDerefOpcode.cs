using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>jmp abs [[fp/ap + offset1] + offset2].</summary>
internal sealed class JumpDoubleDerefOpcode : OpcodeDefinition
{
    private static readonly InstructionPattern Pattern = new("1? 000 00 100 0? 000", -1, null, null);

    public override string Name => "jump_opcode_double_deref";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        Expr pointer = b.Assign(state.Base(code[InstructionBit.Op0Fp]), "mem0_base");
        Expr source = b.ReadAddress(pointer + code.Op0, "mem1_base");
        Expr next = b.ReadAddress(source + code.Op1, "next_pc");
        return new(next, state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }
}
