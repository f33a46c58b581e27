using System;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>
/// Multiples of one point for fast multiplication by many scalars: for window i the points d * 2^(i w) * base with d = 1 .. 2^(w-1).
/// A scalar is cut into signed digits of w bits, so a multiplication is one addition a window and no doubling.
/// </summary>
public sealed class FixedBaseTable
{
    private readonly int bits;
    private readonly int windowBits;
    private readonly int windows;
    private readonly AffinePoint[] points;

    /// <summary>Computes the table: 2^(w-1) * (bits / w + 1) points of 64 bytes.</summary>
    /// <param name="basePoint">The point, not infinity.</param>
    /// <param name="bits">The scalars' size in bits, 1..252.</param>
    /// <param name="windowBits">The window w in bits, 2..16.</param>
    public FixedBaseTable(AffinePoint basePoint, int bits, int windowBits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 252);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowBits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowBits, 16);
        this.bits = bits;
        this.windowBits = windowBits;

        // One bit more than the scalar has: the last window takes the carry of the signed digits.
        windows = (bits / windowBits) + 1;
        points = new AffinePoint[windows << (windowBits - 1)];
        Fill(basePoint);
    }

    /// <summary>Adds scalar * base to a sum; of the scalar the low bits are read that the table was built for.</summary>
    public void Accumulate(ref JacobianPoint sum, Felt scalar)
    {
        Span<ulong> limbs = stackalloc ulong[4];
        scalar.ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
        Accumulate(ref sum, limbs, 0);
    }

    /// <summary>Adds scalar * base to a sum, the scalar being the table's number of bits of the four limbs from an offset on.</summary>
    public void Accumulate(ref JacobianPoint sum, ReadOnlySpan<ulong> limbs, int offset)
    {
        int half = 1 << (windowBits - 1);
        int carry = 0;
        for (int window = 0; window < windows; window++)
        {
            int digit = Digit(limbs, offset, window) + carry;
            carry = digit > half ? 1 : 0;
            digit -= carry << windowBits;
            if (digit != 0)
            {
                ref readonly AffinePoint point = ref points[(window * half) + Math.Abs(digit) - 1];
                if (digit > 0)
                {
                    sum.Add(point);
                }
                else
                {
                    sum.Subtract(point);
                }
            }
        }
    }

    private int Digit(ReadOnlySpan<ulong> limbs, int offset, int window)
    {
        int first = window * windowBits;
        int width = Math.Min(windowBits, bits - first);
        if (width <= 0)
        {
            return 0;
        }

        first += offset;
        int limb = first >> 6;
        int shift = first & 63;
        ulong value = limbs[limb] >> shift;
        if (shift + width > 64 && limb < 3)
        {
            value |= limbs[limb + 1] << (64 - shift);
        }

        return (int)(value & ((1UL << width) - 1));
    }

    private void Fill(AffinePoint basePoint)
    {
        int half = 1 << (windowBits - 1);
        AffinePoint current = basePoint;
        for (int window = 0; window < windows; window++)
        {
            Span<AffinePoint> row = points.AsSpan(window * half, half);
            AffineMultiples.Write(current, row);
            current = row[^1] + row[^1];
        }
    }
}
