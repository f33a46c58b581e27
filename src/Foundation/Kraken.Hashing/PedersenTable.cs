using System;
using System.Runtime.InteropServices;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Hashing;

/// <summary>
/// The points of which a Pedersen hash is the sum: for each input 19 windows of 13 bits with signed digits, and one of what is left, which
/// is bit 247 with the digits' carry and the four high bits. 10 MiB.
/// </summary>
internal sealed class PedersenTable
{
    /// <summary>The number of points that each input gives.</summary>
    public const int Digits = Windows + 1;

    private const int LowBits = 248;
    private const int HighBits = 4;
    private const int WindowBits = 13;
    private const int Windows = 19;
    private const int Half = 1 << (WindowBits - 1);

    // Bit 247 and the carry give 0, 1 or 2 times 2^247 of the first point; the place of nothing at all is unused.
    private const int TopCount = 3 << HighBits;
    private const int InputCount = (Windows * Half) + TopCount;

    private const int CacheLine = 64;

    private readonly ulong[] words;
    private readonly int start;

    /// <summary>Computes the points.</summary>
    /// <param name="scale">A factor of all coordinates.</param>
    public PedersenTable(Felt scale)
    {
        // A point is a cache line, on a machine with such lines.
        words = GC.AllocateUninitializedArray<ulong>((2 * InputCount + 1) * CacheLine / sizeof(ulong), pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(words, 0);
        start = (int)(((CacheLine - address) & (CacheLine - 1)) / sizeof(ulong));
        Span<AffinePoint> points = MemoryMarshal.Cast<ulong, AffinePoint>(words.AsSpan(start))[..(2 * InputCount)];
        Fill(PedersenPoints.FirstLow, PedersenPoints.FirstHigh, points[..InputCount]);
        Fill(PedersenPoints.SecondLow, PedersenPoints.SecondHigh, points[InputCount..]);
        if (scale != Felt.One)
        {
            foreach (ref AffinePoint point in points)
            {
                point = new(point.X * scale, point.Y * scale);
            }
        }
    }

    /// <summary>The coordinates: x of the point at place i at 2 i, then its y.</summary>
    public ReadOnlySpan<Felt> Coordinates => MemoryMarshal.Cast<ulong, Felt>(words.AsSpan(start));

    /// <summary>The points by place.</summary>
    public ReadOnlySpan<AffinePoint> Points => MemoryMarshal.Cast<ulong, AffinePoint>(words.AsSpan(start));

    /// <summary>Writes the points that an input gives.</summary>
    /// <param name="places">The points' places; the complement (~) of the place of a point that is to be subtracted.</param>
    /// <param name="present">Whether there is a point; a digit of zero gives none, and place 0.</param>
    public static void WriteDigits(Felt input, bool second, Span<int> places, Span<bool> present)
    {
        Span<ulong> limbs = stackalloc ulong[4];
        input.ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
        int first = second ? InputCount : 0;
        int carry = 0;
        for (int window = 0; window < Windows; window++)
        {
            int bit = window * WindowBits;
            ulong value = limbs[bit >> 6] >> (bit & 63);
            if ((bit & 63) > 64 - WindowBits)
            {
                value |= limbs[(bit >> 6) + 1] << (64 - (bit & 63));
            }

            int digit = (int)(value & ((1 << WindowBits) - 1)) + carry;
            carry = digit > Half ? 1 : 0;
            digit -= carry << WindowBits;
            int place = first + (window * Half) + Math.Abs(digit) - 1;
            present[window] = digit != 0;
            places[window] = digit == 0 ? 0 : digit < 0 ? ~place : place;
        }

        int top = (((int)(limbs[3] >> 55) & 1) + carry) << HighBits | (int)(limbs[3] >> 56);
        present[Windows] = top != 0;
        places[Windows] = top == 0 ? 0 : first + (Windows * Half) + top;
    }

    private static void Fill(AffinePoint low, AffinePoint high, Span<AffinePoint> points)
    {
        for (int window = 0; window < Windows; window++)
        {
            Span<AffinePoint> row = points.Slice(window * Half, Half);
            AffineMultiples.Write(low, row);
            low = row[^1] + row[^1];
        }

        // Here low is 2^247 times the point.
        AffinePoint[] highMultiples = new AffinePoint[1 << HighBits];
        AffineMultiples.Write(high, highMultiples.AsSpan(1));
        Span<AffinePoint> top = points[(Windows * Half)..];
        AffinePoint multiple = AffinePoint.Infinity;
        for (int i = 0; i < TopCount; i++)
        {
            top[i] = multiple + highMultiples[i & ((1 << HighBits) - 1)];
            multiple = (i + 1) % (1 << HighBits) == 0 ? multiple + low : multiple;
        }
    }
}
