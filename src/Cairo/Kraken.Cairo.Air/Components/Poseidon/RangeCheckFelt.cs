using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Poseidon;

/// <summary>Range-checks the ten 27-bit words of a felt in pairs by partial unpacking.</summary>
internal sealed class RangeCheckFelt : AirDefinition
{
    private const int HighShift = 2 * FeltLimbs.Bits;
    private const int LimbMask = (1 << FeltLimbs.Bits) - 1;

    public override string Name => "range_check_252_width_27";

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        Expr[] words = builder.Inputs("input_limb", FeltLimbs.PackedCount);
        for (int pair = 0; pair < FeltLimbs.PackedCount / 2; pair++)
        {
            CheckPair(builder, words, pair);
        }

        builder.Yield(CairoRelations.RangeCheckFelt, words);
    }

    private static void CheckPair(AirBuilder b, Expr[] words, int pair)
    {
        (Expr first, Expr second) = (words[2 * pair], words[(2 * pair) + 1]);
        bool isLast = pair == (FeltLimbs.PackedCount / 2) - 1;
        Expr high = b.Deduce(first >> HighShift, $"limb_{2 * pair}_high_part");
        Expr low = isLast ? second : b.Deduce(second & LimbMask, $"limb_{(2 * pair) + 1}_low_part");
        b.Use(TableRelations.RangeCheck9x9[pair], high, low);
        b.Use(TableRelations.RangeCheck18[pair % 2], first - (high * (1 << HighShift)));
        if (!isLast)
        {
            b.Use(TableRelations.RangeCheck18[0], (second - low).DividedBy(1 << FeltLimbs.Bits));
        }
    }
}
