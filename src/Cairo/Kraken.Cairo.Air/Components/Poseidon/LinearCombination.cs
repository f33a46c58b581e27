using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Poseidon;

/// <summary>
/// Small linear combinations of packed felts. The combination minus its result is k P for a small k, shown by carries between the 27-bit
/// words, which lie, like k, between the sums of the negative and positive coefficients. Inputs and result are range-checked elsewhere.
/// </summary>
internal static class LinearCombination
{
    private const int WordBits = 3 * FeltLimbs.Bits;

    // P is 1 + 136 * 2^(27 * 7) + 256 * 2^(27 * 9).
    private static readonly (int Index, int Value)[] PrimeWords = [(0, 1), (7, 136), (9, 256)];

    /// <summary>Deduces and verifies the combination.</summary>
    public static Expr[] Combine(this AirBuilder b, params ReadOnlySpan<(int Coefficient, Expr[] Felt)> terms)
    {
        (int Coefficient, Expr[] Felt)[] list = terms.ToArray();
        (int lower, int upper) = Bounds(list);
        LinearCombinationHint hint = new([.. list.Select(term => term.Coefficient)]);
        Expr[] result = b.Deduce(b.Call(hint, [.. list.SelectMany(term => term.Felt)]), "combination");
        Expr[] carries = Carries(b, list, result, lower);
        CheckCarries(b, carries, lower, upper);
        return result;
    }

    /// <summary>The range [-lower, upper] of k and the carries.</summary>
    private static (int Lower, int Upper) Bounds((int Coefficient, Expr[] Felt)[] terms)
    {
        int upper = terms.Sum(term => Math.Max(term.Coefficient, 0));
        int lower = 1 + terms.Sum(term => Math.Max(-term.Coefficient, 0));
        return lower <= 1 && upper >= 2 ? (lower, upper - 1) : lower >= 2 && upper <= 1 ? (lower - 1, upper) : (lower, upper);
    }

    /// <summary>k, then the nine carries; constrains the last word.</summary>
    private static Expr[] Carries(AirBuilder b, (int Coefficient, Expr[] Felt)[] terms, Expr[] result, int lower)
    {
        List<Expr> carries = [];
        Expr carry = 0;
        for (int i = 0; i < FeltLimbs.PackedCount; i++)
        {
            foreach ((int coefficient, Expr[] felt) in terms)
            {
                carry = coefficient > 0 ? carry + (felt[i] * coefficient) : carry - (felt[i] * -coefficient);
            }

            carry -= result[i];
            if (i == 0)
            {
                Expr biased = carry + (((Expr)(1 << WordBits) + 1) * lower);
                carries.Add(b.Deduce((biased & 0xffff) - lower, "p_coef"));
            }

            carry -= carries[0] * PrimeWords.Where(word => word.Index == i).Sum(word => word.Value);
            if (i < FeltLimbs.PackedCount - 1)
            {
                carry = carry.DividedBy(1 << WordBits);
                carries.Add(carry);
            }
        }

        b.Constrain(carry);
        return [.. carries];
    }

    private static void CheckCarries(AirBuilder b, Expr[] carries, int lower, int upper)
    {
        foreach (Expr carry in upper + lower > 2 ? [] : carries)
        {
            Expr biased = upper + lower == 2 ? carry + (lower - 1) : carry + lower;
            b.Constrain((upper + lower == 2 ? biased * biased * biased : biased * biased) - biased);
        }

        foreach (Expr[] group in upper + lower > 2 ? carries.Select(carry => carry + lower).Chunk(upper + lower < 8 ? 5 : 4) : [])
        {
            b.Use(Table(group.Length), group);
        }
    }

    private static Relation Table(int count) => count switch
    {
        5 => TableRelations.RangeCheck3x3x3x3x3,
        4 => TableRelations.RangeCheck4x4x4x4,
        _ => TableRelations.RangeCheck4x4,
    };
}
