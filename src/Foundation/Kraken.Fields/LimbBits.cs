using System;

namespace Kraken.Fields;

/// <summary>Bits of numbers that are given as 64-bit limbs, the lowest first.</summary>
public static class LimbBits
{
    /// <summary>Whether a bit is set.</summary>
    /// <param name="limbs">The number.</param>
    /// <param name="index">The bit, 0 to below 64 times the number of limbs.</param>
    public static bool IsSet(ReadOnlySpan<ulong> limbs, int index) => ((limbs[index >> 6] >> (index & 63)) & 1) != 0;

    /// <summary>The number of bits without leading zeros; 0 for zero.</summary>
    /// <param name="limbs">The number, of one limb at least.</param>
    public static int Length(ReadOnlySpan<ulong> limbs)
    {
        int top = limbs.Length - 1;
        while (top > 0 && limbs[top] == 0)
        {
            top--;
        }

        return (64 * top) + 64 - (int)ulong.LeadingZeroCount(limbs[top]);
    }
}
