using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>call rel imm, or call abs [fp/ap + offset]: pushes fp and the return pc.</summary>
internal sealed class CallOpcode(bool relative) : OpcodeDefinition
{
    private static readonly InstructionPattern Absolute = new("00 0?= 00 100 00 100", 0, 1, null);
    private static readonly InstructionPattern Immediate = new("00 100 00 010 00 100", 0, 1, 1);

    public override string Name => relative ? "call_opcode_rel_imm" : "call_opcode_abs";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, relative ? Immediate : Absolute);
        b.Constrain(b.ReadAddress(state.Ap, "stored_fp") - state.Fp);
        Expr returnPc = state.Pc + (relative ? 2 : 1);
        b.Constrain(b.ReadAddress(state.Ap + 1, "stored_ret_pc") - returnPc);
        return new(Target(b, state, code), state.Ap + 2, state.Ap + 2);
    }

    private Expr Target(AirBuilder b, CasmState state, Instruction code)
    {
        if (relative)
        {
            return state.Pc + b.ReadSmall(state.Pc + 1, "distance_to_next_pc").Value;
        }

        Expr source = b.Assign(Operands.OpOneBase(state, code), "mem1_base");
        return b.ReadAddress(source + code.Op1, "next_pc");
    }
}
