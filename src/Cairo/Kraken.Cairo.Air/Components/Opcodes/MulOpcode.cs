using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>dst = op0 * op1. The small variant has both factors below 2^36.</summary>
internal sealed class MulOpcode(bool small) : OpcodeDefinition
{
    private const int SmallFactorBits = 36;

    private static readonly InstructionPattern Pattern = new("?? ??= 01 000 0? 001", null, null, null);

    public override string Name => small ? "mul_opcode_small" : "mul_opcode";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        Operands operands = Operands.Locate(b, state, code);
        int bits = small ? SmallFactorBits : FeltLimbs.Bits * FeltLimbs.Count;
        Expr[] dst = b.ReadPositive(operands.Dst, small ? 2 * bits : bits, "dst").Limbs;
        Expr[] op0 = b.ReadPositive(operands.Op0, bits, "op0").Limbs;
        Expr[] op1 = b.ReadPositive(operands.Op1, bits, "op1").Limbs;
        if (small)
        {
            b.VerifySmallProduct(op0, op1, dst);
        }
        else
        {
            b.VerifyFeltProduct(op0, op1, dst);
        }

        return new(state.Pc + 1 + code[InstructionBit.Op1Imm], state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }
}
