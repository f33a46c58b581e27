using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>Which operand of a bounded division is small enough to rule out a wrap-around.</summary>
public enum DivRemKind
{
    /// <summary>The divisor, by its own bound.</summary>
    SmallDivisor,

    /// <summary>The quotient, by its own bound.</summary>
    SmallQuotient,

    /// <summary>The dividend, by its square root.</summary>
    SmallDividend,
}

/// <summary>How a bounded division is proved.</summary>
/// <param name="Bound">The exclusive bound of the quotient, or the rounded-up square root of the dividend's
/// bound; zero for a small divisor.</param>
public sealed record DivRemPlan(DivRemKind Kind, BigInteger Bound)
{
    /// <summary>The plan for the two ranges; null when no way is sound.</summary>
    public static DivRemPlan? Create(IntegerRange dividend, IntegerRange divisor)
    {
        BigInteger limit = IntegerRange.UInt128Limit;
        BigInteger maxQuotient = (dividend.Upper - 1) / BigInteger.Max(divisor.Lower, 1);
        if (maxQuotient >= limit || divisor.Upper > limit + 1)
        {
            return null;
        }

        if (divisor.Upper * limit < Felt.Modulus)
        {
            return new DivRemPlan(DivRemKind.SmallDivisor, BigInteger.Zero);
        }

        if ((maxQuotient + 1) * limit < Felt.Modulus)
        {
            return new DivRemPlan(DivRemKind.SmallQuotient, maxQuotient + 1);
        }

        BigInteger root = RoundedUpRoot(dividend.Upper);
        return root * limit < Felt.Modulus && root < limit ? new DivRemPlan(DivRemKind.SmallDividend, root) : null;
    }

    private static BigInteger RoundedUpRoot(BigInteger value)
    {
        BigInteger low = BigInteger.Zero;
        BigInteger high = BigInteger.One << (int)((value.GetBitLength() / 2) + 1);
        while (low < high)
        {
            BigInteger middle = (low + high) >> 1;
            if (middle * middle < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
