using System.Numerics;

namespace Kraken.Cairo0.Expressions;

/// <summary>Arithmetic of constants: integers that stand for field elements.</summary>
internal static class FieldIntegers
{
    /// <summary>P = 2^251 + 17 * 2^192 + 1.</summary>
    public static readonly BigInteger Prime = BigInteger.Pow(2, 251) + (17 * BigInteger.Pow(2, 192)) + 1;

    private static readonly BigInteger HalfPrime = Prime / 2;

    /// <summary>The integer of the same residue within ±P/2.</summary>
    public static BigInteger Centre(BigInteger value) => Mod(value + HalfPrime) - HalfPrime;

    /// <summary>The residue in [0, P).</summary>
    public static BigInteger Mod(BigInteger value)
    {
        BigInteger residue = BigInteger.Remainder(value, Prime);
        return residue.Sign < 0 ? residue + Prime : residue;
    }

    /// <summary>The power in [0, P) of a residue; the exponent is not negative, of any length.</summary>
    public static BigInteger Power(BigInteger value, BigInteger exponent)
    {
        BigInteger residue = Mod(value);

        // The powers of all but 0 repeat after P - 1.
        return residue.IsZero && !exponent.IsZero
            ? BigInteger.Zero
            : BigInteger.ModPow(residue, exponent % (Prime - 1), Prime);
    }

    /// <summary>The quotient in [0, P) of two residues, the divisor no multiple of P.</summary>
    public static BigInteger Divide(BigInteger value, BigInteger divisor) => Mod(value * BigInteger.ModPow(Mod(divisor), Prime - 2, Prime));
}
