namespace Kraken.Sierra.Metadata.Equations;

/// <summary>Divisors of whole numbers.</summary>
internal static class Divisor
{
    /// <summary>The greatest common divisor, never negative; that with zero is the other number's absolute value.</summary>
    public static long Greatest(long left, long right)
    {
        while (right != 0)
        {
            // The least number modulo -1 would overflow.
            (left, right) = (right, right == -1 ? 0 : left % right);
        }

        return left < 0 ? checked(-left) : left;
    }
}
