namespace Kraken.Fields;

/// <content>Square roots.</content>
public readonly partial struct Felt
{
    /// <summary>
    /// Finds a square root by Tonelli and Shanks, with the discrete logarithm in the 2-group taken 12 bits at a time from a table;
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

        // P - 1 = 2^192 * odd, odd = 2^59 + 17. With x^odd = g^e, the root is x^((odd + 1) / 2) * g^(-e / 2).
        Felt power = this;
        Felt half = this;
        for (int i = 0; i < 58; i++)
        {
            Square(power, out power);
            half = i == 2 ? power : half;
        }

        Multiply(power, half, out half);
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
