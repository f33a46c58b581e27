using System;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>Width-w non-adjacent form of a scalar: digits are zero or odd in (-2^(w-1), 2^(w-1)), any two non-zero ones w apart.</summary>
internal static class NonAdjacentForm
{
    /// <summary>A 252-bit scalar may carry into one more digit.</summary>
    public const int MaxDigits = 254;

    /// <summary>Writes the digits from the lowest on and returns their number. Width is 2..7.</summary>
    public static int Write(Felt scalar, int width, Span<sbyte> digits)
    {
        scalar.ToCanonicalLimbs(out ulong c0, out ulong c1, out ulong c2, out ulong c3);
        int count = 0;
        while ((c0 | c1 | c2 | c3) != 0)
        {
            int digit = 0;
            if ((c0 & 1) != 0)
            {
                digit = (int)(c0 & ((1UL << width) - 1));
                if (digit >= 1 << (width - 1))
                {
                    digit -= 1 << width;
                }

                Subtract(digit, ref c0, ref c1, ref c2, ref c3);
            }

            digits[count++] = (sbyte)digit;
            c0 = (c0 >> 1) | (c1 << 63);
            c1 = (c1 >> 1) | (c2 << 63);
            c2 = (c2 >> 1) | (c3 << 63);
            c3 >>= 1;
        }

        return count;
    }

    private static void Subtract(int digit, ref ulong c0, ref ulong c1, ref ulong c2, ref ulong c3)
    {
        if (digit > 0)
        {
            // The digit is made of the low bits, so nothing is borrowed.
            c0 -= (ulong)digit;
            return;
        }

        ulong addend = (ulong)-digit;
        c0 += addend;
        if (c0 < addend && ++c1 == 0 && ++c2 == 0)
        {
            c3++;
        }
    }
}
