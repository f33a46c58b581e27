using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Modulo;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Builtins;

/// <summary>a b = c + k p for numbers of 384 bits, in limbs of 12 bits with a carry after each.</summary>
internal sealed class MulModBuiltin : AirDefinition
{
    private const int CarryBias = 1 << 17;

    public override string Name => "mul_mod_builtin";

    public override RowPadding Padding => RowPadding.None;

    public override void Define(AirBuilder builder)
    {
        ModularOperands operands = ModularOperands.Read(builder);
        Expr[] quotient = builder.Deduce(
            builder.Call(ModularQuotientHint.Instance, [.. operands.P, .. operands.A, .. operands.B, .. operands.C]), "ab_minus_c_div_p");
        foreach (Expr limb in quotient)
        {
            builder.Use(TableRelations.RangeCheck12, limb);
        }

        Expr[][] limbs = [.. new[] { operands.P, operands.A, operands.B, operands.C }.Select(number => TwelveBitLimbs.Of(builder, number))];
        Expr[] left = Convolution.Of(limbs[1], limbs[2], 2);
        Expr[] right = Convolution.Of(quotient, limbs[0], 2);
        VerifyEqual(builder, left, right, limbs[3]);
    }

    private static void VerifyEqual(AirBuilder b, Expr[] left, Expr[] right, Expr[] c)
    {
        Expr carry = 0;
        for (int i = 0; i < left.Length - 1; i++)
        {
            carry = carry - c.Limb(i) + (left[i] - right[i]);
            carry = b.Assign(carry.DividedBy(1 << TwelveBitLimbs.Bits), $"carry_{i}");
            b.Use(TableRelations.RangeCheck18[0], carry + CarryBias);
        }

        b.Constrain(left[^1] + carry - right[^1]);
    }
}
