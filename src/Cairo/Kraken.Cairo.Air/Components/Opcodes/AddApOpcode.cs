using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>ap += imm, ap += [fp/ap + offset].</summary>
internal sealed class AddApOpcode : OpcodeDefinition
{
    private static readonly InstructionPattern Pattern = new("11 ??= 00 000 10 000", -1, -1, null);

    public override string Name => "add_ap_opcode";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        b.Constrain(code[InstructionBit.Op1Imm] * (1 - code.Op1));
        Expr source = b.Assign(Operands.OpOneBase(state, code), "mem1_base");
        Expr next = state.Ap + b.ReadSmall(source + code.Op1, "op1").Value;
        b.RangeCheckAddress(next);
        return new(state.Pc + 1 + code[InstructionBit.Op1Imm], next, state.Fp);
    }
}
