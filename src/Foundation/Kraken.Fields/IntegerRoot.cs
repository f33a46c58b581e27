using System;
using System.Numerics;

namespace Kraken.Fields;

/// <summary>Square roots of integers, rounded down.</summary>
public static class IntegerRoot
{
    /// <summary>The greatest r with r^2 at most a value.</summary>
    /// <param name="value">Not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static BigInteger Floor(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        if (value.IsZero)
        {
            return value;
        }

        // Newton's iteration from above.
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
