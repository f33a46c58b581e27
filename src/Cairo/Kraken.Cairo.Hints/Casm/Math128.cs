using System;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>Products of 128-bit integers.</summary>
internal static class Math128
{
    /// <summary>The high half of the product; the low half in <paramref name="low"/>.</summary>
    public static UInt128 BigMul(UInt128 left, UInt128 right, out UInt128 low)
    {
        ulong a0 = (ulong)left;
        ulong a1 = (ulong)(left >> 64);
        ulong b0 = (ulong)right;
        ulong b1 = (ulong)(right >> 64);
        UInt128 lowest = (UInt128)a0 * b0;
        UInt128 middle = ((UInt128)a0 * b1) + (ulong)(lowest >> 64);
        UInt128 other = ((UInt128)a1 * b0) + (ulong)middle;
        low = (other << 64) | (ulong)lowest;
        return ((UInt128)a1 * b1) + (ulong)(middle >> 64) + (ulong)(other >> 64);
    }
}
