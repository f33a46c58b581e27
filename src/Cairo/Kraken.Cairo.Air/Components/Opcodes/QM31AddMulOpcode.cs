using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>
/// dst = op0 + op1 or op0 * op1 in the secure field; an element is packed in a felt, each coordinate in four limbs of 9 bits and below p.
/// </summary>
internal sealed class QM31AddMulOpcode : OpcodeDefinition
{
    private const int CoordinateLimbs = 4;

    // The limb sum of 2^31 - 1, the one 31-bit value that is not reduced; no other value below 2^31 has it.
    private const int ModulusLimbSum = (3 * 0x1ff) + 0xf;

    private static readonly InstructionPattern Pattern = new("?? ??= ?= 000 0? 001", null, null, null, extension: 3);

    public override string Name => "qm_31_add_mul_opcode";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        b.Constrain(code[InstructionBit.Op1Imm] * (code.Op1 - 1));
        Operands operands = Operands.At(b, state, code);
        Expr[] dst = ReadReduced(b, operands.Dst, "dst");
        Expr[] op0 = ReadReduced(b, operands.Op0, "op0");
        Expr[] op1 = ReadReduced(b, operands.Op1, "op1");
        Expr[] product = Product(op0, op1);
        for (int i = 0; i < dst.Length; i++)
        {
            b.Constrain(dst[i] - (product[i] * code[InstructionBit.Mul]) - ((op0[i] + op1[i]) * code[InstructionBit.Add]));
        }

        return new(state.Pc + 1 + code[InstructionBit.Op1Imm], state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }

    private static Expr[] ReadReduced(AirBuilder b, Expr address, string name)
    {
        Expr[] limbs = b.ReadPositive(address, 4 * CoordinateLimbs * FeltLimbs.Bits, name).Limbs;
        b.Use(TableRelations.RangeCheck4x4x4x4, limbs[3], limbs[7], limbs[11], limbs[15]);
        Expr[] deltas = [.. Enumerable.Range(0, 4).Select(i => limbs.Sum(4 * i, (4 * i) + 3) - ModulusLimbSum)];
        Expr first = deltas[0] * deltas[1];
        Expr second = deltas[2] * deltas[3];
        Expr firstInverse = b.Deduce(first.InverseOrZero(), name + "_delta_ab_inv");
        Expr secondInverse = b.Deduce(second.InverseOrZero(), name + "_delta_cd_inv");
        b.Constrain((first * firstInverse) - 1);
        b.Constrain((second * secondInverse) - 1);
        return [.. Enumerable.Range(0, 4).Select(i => limbs[(4 * i)..].Combine(CoordinateLimbs * FeltLimbs.Bits))];
    }

    private static Expr[] Product(Expr[] x, Expr[] y)
    {
        Expr even = (x[2] * y[2]) - (x[3] * y[3]);
        Expr odd = (x[2] * y[3]) + (x[3] * y[2]);
        return
        [
            (x[0] * y[0]) - (x[1] * y[1]) + (even * 2) - odd,
            (x[0] * y[1]) + (x[1] * y[0]) + (odd * 2) + even,
            (x[0] * y[2]) - (x[1] * y[3]) + (x[2] * y[0]) - (x[3] * y[1]),
            (x[0] * y[3]) + (x[1] * y[2]) + (x[2] * y[1]) + (x[3] * y[0]),
        ];
    }
}
