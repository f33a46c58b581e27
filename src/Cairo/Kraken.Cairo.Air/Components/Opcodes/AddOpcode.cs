using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>dst = op0 + op1. The small variant has all three in [-2^29 - 1, 2^29 - 1].</summary>
internal sealed class AddOpcode(bool small) : OpcodeDefinition
{
    private static readonly InstructionPattern Pattern = new("?? ??= 10 000 0? 001", null, null, null);

    public override string Name => small ? "add_opcode_small" : "add_opcode";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        Operands operands = Operands.Locate(b, state, code);
        if (small)
        {
            Expr dst = b.ReadSmall(operands.Dst, "dst").Value;
            Expr op0 = b.ReadSmall(operands.Op0, "op0").Value;
            Expr op1 = b.ReadSmall(operands.Op1, "op1").Value;
            b.Constrain(dst - (op0 + op1));
        }
        else
        {
            Expr[] dst = b.ReadFelt(operands.Dst, "dst");
            Expr[] op0 = b.ReadFelt(operands.Op0, "op0");
            Expr[] op1 = b.ReadFelt(operands.Op1, "op1");
            b.VerifyFeltSum(op0, op1, dst);
        }

        return new(state.Pc + 1 + code[InstructionBit.Op1Imm], state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }
}
