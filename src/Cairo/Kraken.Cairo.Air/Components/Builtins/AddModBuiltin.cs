using Kraken.Air;
using Kraken.Cairo.Air.Components.Modulo;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;

namespace Kraken.Cairo.Air.Components.Builtins;

/// <summary>a + b = c or c + p for numbers of 384 bits, with carries after every third limb.</summary>
internal sealed class AddModBuiltin : AirDefinition
{
    private const int BundleLimbs = 3;
    private const int Bundles = 15;
    private const int LastLimbBits = 6;

    public override string Name => "add_mod_builtin";

    public override RowPadding Padding => RowPadding.None;

    public override void Define(AirBuilder builder)
    {
        ModularOperands operands = ModularOperands.Read(builder);
        Expr equal = builder.Call(ModularSumHint.Instance, [.. operands.A, .. operands.B, .. operands.C])[0];
        Expr subtracted = builder.Deduce(1 - equal, "sub_p_bit");
        builder.Constrain((subtracted - 1) * subtracted);
        Expr carry = 0;
        for (int bundle = 0; bundle < Bundles; bundle++)
        {
            int bits = 0;
            for (int i = bundle * BundleLimbs; i < (bundle + 1) * BundleLimbs; i++)
            {
                Expr limb = operands.A.Limb(i) + operands.B.Limb(i) - operands.C.Limb(i) - (operands.P.Limb(i) * subtracted);
                carry += limb * (1 << bits);
                bits += (i + 1) % ModularOperands.WordLimbs == 0 ? LastLimbBits : FeltLimbs.Bits;
            }

            if (bundle == Bundles - 1)
            {
                builder.Constrain(carry);
                return;
            }

            carry = builder.Assign(carry * (1 << (31 - bits)), $"carry_{bundle}");
            builder.Constrain(carry * ((carry * carry) - 1));
        }
    }
}
