using System.Numerics;

namespace Kraken.Fields;

/// <content>Square roots.</content>
public readonly partial struct Felt
{
    // P - 1 = 2^192 * oddPart.
    private static readonly BigInteger OddPart = (BigInteger.One << 59) + 17;

    /// <summary>
    /// Finds a square root by Tonelli and Shanks, with the discrete logarithm in the 2-group taken byte by byte from a table;
    /// the canonically smaller of the two roots (r and P - r) is given.
    /// </summary>
    /// <returns>False when the element is not a square; zero is the root of zero.</returns>
    public bool TrySqrt(out Felt root)
    {
        root = Zero;
        if (IsZero)
        {
            return true;
        }

        // With x^odd = g^e, the root is x^((odd + 1) / 2) * g^(-e / 2).
        Felt half = Pow((OddPart - 1) / 2);
        Felt candidate = this * half;
        if (!TwoGroup.Instance.TryRootCorrection(candidate * half, out Felt correction))
        {
            return false;
        }

        candidate *= correction;
        Felt other = -candidate;
        root = candidate < other ? candidate : other;
        return true;
    }
}
