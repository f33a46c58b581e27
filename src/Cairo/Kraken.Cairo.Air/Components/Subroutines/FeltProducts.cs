using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>
/// Products of felts. Factors have limbs in (-2^9, 2^9), the product in (-2^9, 3 * 2^9); nothing is forced to be reduced. The coefficients
/// of a * b - c are multiplied by -4 * 2^(-21 * 9) and partially reduced modulo P, which keeps them below 2^26; that is k P with |k| below
/// 2^17, shown by carries in [-2^19, 2^19).
/// </summary>
internal static class FeltProducts
{
    private const int CarryBias = 1 << 19;
    private const int DeductionBias = 1 << 27;
    private const int FactorBias = 1 << 17;
    private const int SmallLimbs = 4;

    // -4 * 2^(9 (i - 21)) modulo P, as (coefficient, limb offset), for low, middle and high coefficients i of the product.
    private static readonly (int Coefficient, int Shift)[] Low = [(32, 0), (1, 1), (2, 7)];
    private static readonly (int Coefficient, int Shift)[] Middle = [(-4, -21)];
    private static readonly (int Coefficient, int Shift)[] High = [(8, -49), (64, -28), (2, -27)];

    /// <summary>Verifies c = a * b modulo P.</summary>
    public static void VerifyFeltProduct(
        this AirBuilder b,
        IReadOnlyList<Expr> left,
        IReadOnlyList<Expr> right,
        IReadOnlyList<Expr> product)
    {
        Expr[] reduced = Reduce(left, right, product);
        Expr k = DeduceFactor(b, reduced);
        b.Use(TableRelations.RangeCheck20[0], k + CarryBias);
        foreach ((int index, int limb) in FeltLimbs.Prime)
        {
            reduced[index] -= k * limb;
        }

        Expr carry = 0;
        for (int i = 0; i < FeltLimbs.Count - 1; i++)
        {
            Expr shifted = reduced[i] + carry;
            carry = b.Deduce(shifted.DividedBy(1 << FeltLimbs.Bits), $"carry_{i}");
            b.Constrain((carry * (1 << FeltLimbs.Bits)) - shifted);
            b.Use(TableRelations.RangeCheck20[(i + 1) % TableRelations.RangeCheck20.Length], carry + CarryBias);
        }

        b.Constrain(reduced[^1] + carry);
    }

    /// <summary>Deduces and verifies a * b; the limbs are range-checked.</summary>
    public static Expr[] MultiplyFelts(this AirBuilder b, IReadOnlyList<Expr> left, IReadOnlyList<Expr> right)
    {
        Expr[] product = b.Deduce(b.Call(FeltProductHint.Instance, [.. left, .. right]), "mul_res");
        b.RangeCheckLimbs(product);
        b.VerifyFeltProduct(left, right, product);
        return product;
    }

    /// <summary>Verifies c = a * b over the integers for factors of four limbs, with carries every second limb.</summary>
    public static void VerifySmallProduct(this AirBuilder b, Expr[] left, Expr[] right, Expr[] product)
    {
        Expr[] coefficients = Convolution.Of(left, right, 0);
        Expr accumulator = 0;
        for (int i = 0; i < (2 * SmallLimbs) - 2; i++)
        {
            accumulator += (coefficients[i] - product[i]) * (i % 2 == 1 ? 1 << FeltLimbs.Bits : 1);
            if (i % 2 == 1)
            {
                Expr carry = b.Deduce(accumulator.DividedBy(1 << (2 * FeltLimbs.Bits)), $"carry_{i}");
                b.Use(TableRelations.RangeCheck11, carry);
                b.Constrain((carry * (1 << (2 * FeltLimbs.Bits))) - accumulator);
                accumulator = carry;
            }
        }

        b.Constrain(accumulator + coefficients[^1] - (product[7] * (1 << FeltLimbs.Bits)) - product[6]);
    }

    private static Expr[] Reduce(IReadOnlyList<Expr> left, IReadOnlyList<Expr> right, IReadOnlyList<Expr> product)
    {
        Expr[] coefficients = Convolution.Of([.. left], [.. right], 2);
        Expr[] reduced = Enumerable.Repeat((Expr)0, FeltLimbs.Count).ToArray();
        for (int i = 0; i < coefficients.Length; i++)
        {
            Expr coefficient = coefficients[i] - (i < FeltLimbs.Count ? product[i] : 0);
            foreach ((int factor, int shift) in i < 21 ? Low : i < 49 ? Middle : High)
            {
                reduced[i + shift] = factor < 0
                    ? reduced[i + shift] - (coefficient * -factor)
                    : reduced[i + shift] + (coefficient * factor);
            }
        }

        return reduced;
    }

    /// <summary>k is the reduced product modulo 2^18, since P is 1 modulo 2^18; biases keep the words positive.</summary>
    private static Expr DeduceFactor(AirBuilder b, Expr[] reduced)
    {
        Expr high = ((reduced[1] + DeductionBias) & 0x1ff) << FeltLimbs.Bits;
        Expr biased = (reduced[0] + DeductionBias).PlusWord(high).PlusWord(FactorBias) & ((1 << 18) - 1);
        return b.Deduce(biased - FactorBias, "k");
    }
}
