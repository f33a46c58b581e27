using System.Numerics;

namespace Kraken.Cairo.Hints;

/// <summary>Integer square roots.</summary>
internal static class IntegerRoot
{
    /// <summary>The greatest r with r^2 at most value; value is not negative.</summary>
    public static BigInteger Floor(BigInteger value)
    {
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
