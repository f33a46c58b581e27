using System;
using Kraken.Caching;
using Kraken.Curves.Packed;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Curves;

/// <summary>
/// Sums of one point's multiples by powers of two, for many multiplications of it: six teeth, 42 bits apart [COMB]. A scalar, made odd, is
/// written with the digits 1 and -1 alone, so that half of the sums will do and each of the 42 columns adds one.
/// </summary>
internal sealed class CombTable
{
    /// <summary>The doublings and sums of a multiplication.</summary>
    internal const int Columns = 42;

    /// <summary>The sums, those where the highest multiple is added.</summary>
    internal const int Size = 1 << (Teeth - 1);

    private const int Teeth = 6;

    // Of about 4 KiB each: 16 MiB. Mostly keys of accounts.
    private const int RecentCount = 1 << 12;

    private static readonly RecentResults<AffinePoint, CombTable> Recent = new(RecentCount);

    private readonly AffinePoint[] sums = new AffinePoint[Size];

    // x and y of each sum, times the scale of lanes; empty where there are none.
    private readonly Felt[] scaled = FeltLanes.IsSupported ? new Felt[2 * Size] : [];

    /// <summary>Computes the table, 4 KiB, in the time of a multiplication.</summary>
    /// <param name="point">A point of the curve, not infinity.</param>
    public CombTable(AffinePoint point)
    {
        Point = point;
        Span<JacobianPoint> twice = stackalloc JacobianPoint[Teeth - 1];
        JacobianPoint power = new(point);
        JacobianPoint below = default;
        for (int tooth = 0; tooth < Teeth - 1; tooth++)
        {
            below.Add(power);
            power.DoubleInPlace();
            twice[tooth] = power;
            power.DoubleInPlace(Columns - 1);
        }

        Span<JacobianPoint> all = stackalloc JacobianPoint[Size];
        all[0] = power + -below;
        for (int tooth = 0; tooth < Teeth - 1; tooth++)
        {
            for (int i = 0; i < 1 << tooth; i++)
            {
                ref JacobianPoint sum = ref all[(1 << tooth) + i];
                sum = all[i];
                sum.Add(twice[tooth]);
            }
        }

        JacobianPoint.ToAffine(all, sums);
        for (int i = 0; 2 * i < scaled.Length; i++)
        {
            Felt.Multiply(sums[i].X, FeltLanes.Scale, out scaled[2 * i]);
            Felt.Multiply(sums[i].Y, FeltLanes.Scale, out scaled[(2 * i) + 1]);
        }
    }

    /// <summary>The point whose multiples these are.</summary>
    public AffinePoint Point { get; }

    /// <summary>The table of a point, which is kept for a while.</summary>
    /// <param name="point">A point of the curve, not infinity.</param>
    public static CombTable Of(AffinePoint point)
    {
        if (!Recent.TryGet(point, out CombTable? table))
        {
            table = new CombTable(point);
            Recent.Set(point, table);
        }

        return table;
    }

    /// <summary>scalar * point.</summary>
    /// <param name="scalar">The factor, as an integer below the field's modulus.</param>
    public JacobianPoint Multiply(Felt scalar)
    {
        Span<sbyte> columns = stackalloc sbyte[Columns];
        bool isEven = WriteColumns(scalar, columns);
        JacobianPoint result = default;
        for (int column = Columns - 1; column >= 0; column--)
        {
            result.DoubleInPlace();
            int digit = columns[column];
            if (digit >= 0)
            {
                result.Add(sums[digit]);
            }
            else
            {
                result.Subtract(sums[~digit]);
            }
        }

        if (isEven)
        {
            result.Subtract(Point);
        }

        return result;
    }

    /// <summary>Two multiples, in little more time than one on machines with AVX-512.</summary>
    /// <param name="first">A factor, as an integer below the field's modulus.</param>
    /// <param name="second">Another one.</param>
    /// <param name="firstMultiple">first * point.</param>
    /// <param name="secondMultiple">second * point.</param>
    public void MultiplyTwo(Felt first, Felt second, out JacobianPoint firstMultiple, out JacobianPoint secondMultiple)
    {
        if (scaled.Length > 0)
        {
            Span<sbyte> firstColumns = stackalloc sbyte[Columns];
            Span<sbyte> secondColumns = stackalloc sbyte[Columns];
            bool isFirstEven = WriteColumns(first, firstColumns);
            bool isSecondEven = WriteColumns(second, secondColumns);
            if (TwoMultiples.TryMultiply(scaled, firstColumns, secondColumns, out firstMultiple, out secondMultiple))
            {
                firstMultiple = isFirstEven ? firstMultiple + -Point : firstMultiple;
                secondMultiple = isSecondEven ? secondMultiple + -Point : secondMultiple;
                return;
            }
        }

        firstMultiple = Multiply(first);
        secondMultiple = Multiply(second);
    }

    /// <summary>
    /// Writes for each column of a scalar or, when that is even, of the one after it, which sum to add, or the complement of which one to
    /// subtract.
    /// </summary>
    /// <returns>Whether the scalar is even.</returns>
    private static bool WriteColumns(Felt scalar, Span<sbyte> columns)
    {
        scalar.ToCanonicalLimbs(out ulong c0, out ulong c1, out ulong c2, out ulong c3);
        bool isEven = (c0 & 1) == 0;

        // Of an odd k below 2^252 the digits of 1 and -1 are the bits of (k + 2^252 - 1) / 2 = (k - 1) / 2 + 2^251, a zero being -1.
        ReadOnlySpan<ulong> bits = [(c0 >> 1) | (c1 << 63), (c1 >> 1) | (c2 << 63), (c2 >> 1) | (c3 << 63), (c3 >> 1) | (1UL << 59)];
        for (int column = 0; column < columns.Length; column++)
        {
            int pattern = 0;
            for (int tooth = 0; tooth < Teeth; tooth++)
            {
                int bit = column + (tooth * Columns);
                pattern |= (int)((bits[bit >> 6] >> (bit & 63)) & 1) << tooth;
            }

            // Where the highest digit is -1, the complement of the others names the sum.
            columns[column] = (sbyte)(pattern - Size);
        }

        return isEven;
    }
}
