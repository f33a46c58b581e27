using System.Linq;
using Kraken.Air;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>Products of limb polynomials by Karatsuba's method, which saves multiplications on the domain.</summary>
internal static class Convolution
{
    /// <summary>
    /// The 2n - 1 coefficients of the product of two polynomials of n coefficients; splits n in halves the given number of times.
    /// </summary>
    public static Expr[] Of(Expr[] left, Expr[] right, int splits)
    {
        if (splits == 0)
        {
            return Schoolbook(left, right);
        }

        int half = left.Length / 2;
        Expr[] low = Of(left[..half], right[..half], splits - 1);
        Expr[] high = Of(left[half..], right[half..], splits - 1);
        Expr[] cross = Of(Fold(left, half), Fold(right, half), splits - 1);
        Expr[] product = Enumerable.Repeat((Expr)0, (2 * left.Length) - 1).ToArray();
        for (int i = 0; i < low.Length; i++)
        {
            product[i] += low[i];
            product[i + half] += cross[i] - low[i] - high[i];
            product[i + (2 * half)] += high[i];
        }

        return product;
    }

    private static Expr[] Fold(Expr[] values, int half) => [.. Enumerable.Range(0, half).Select(i => values[i] + values[i + half])];

    private static Expr[] Schoolbook(Expr[] left, Expr[] right)
    {
        Expr[] product = Enumerable.Repeat((Expr)0, left.Length + right.Length - 1).ToArray();
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j < right.Length; j++)
            {
                product[i + j] += left[i] * right[j];
            }
        }

        return product;
    }
}
