using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>jmp abs or rel [fp/ap + offset].</summary>
internal sealed class JumpOpcode(bool relative) : OpcodeDefinition
{
    private static readonly InstructionPattern Absolute = new("11 0?= 00 100 0? 000", -1, -1, null);
    private static readonly InstructionPattern Relative = new("11 0?= 00 010 0? 000", -1, -1, null);

    public override string Name => relative ? "jump_opcode_rel" : "jump_opcode_abs";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, relative ? Relative : Absolute);
        Expr source = b.Assign(Operands.OpOneBase(state, code), "mem1_base") + code.Op1;
        Expr next = relative ? state.Pc + b.ReadSmall(source, "next_pc").Value : b.ReadAddress(source, "next_pc");
        return new(next, state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }
}
