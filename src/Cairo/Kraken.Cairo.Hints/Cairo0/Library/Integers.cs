using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>The integer functions that library hints import from Python modules.</summary>
internal static class Integers
{
    /// <summary>Exclusive bound of range checks.</summary>
    public static BigInteger RangeCheckBound { get; } = BigInteger.One << 128;

    /// <summary>The low 128 bits.</summary>
    public static BigInteger Mask128 { get; } = (BigInteger.One << 128) - 1;

    /// <summary>as_int: the representative in (-P/2, P/2).</summary>
    public static BigInteger Signed(Felt value)
    {
        BigInteger integer = value.ToBigInteger();
        return integer < Felt.Modulus / 2 ? integer : integer - Felt.Modulus;
    }

    /// <summary>Python's divmod with a positive divisor.</summary>
    public static (BigInteger Quotient, BigInteger Remainder) FloorDivide(BigInteger value, BigInteger divisor)
    {
        if (divisor.IsZero)
        {
            throw new HintException("DividedByZero", "Attempted to divide by zero");
        }

        BigInteger remainder = ModularArithmetic.FloorMod(value, divisor);
        return ((value - remainder) / divisor, remainder);
    }

    /// <summary>div_mod: n / m modulo p.</summary>
    public static BigInteger DivideModulo(BigInteger n, BigInteger m, BigInteger p)
    {
        BigInteger gcd = ModularArithmetic.ExtendedGcd(ModularArithmetic.FloorMod(m, p), p, out BigInteger inverse, out _);
        return gcd.IsOne
            ? ModularArithmetic.FloorMod(n * inverse, p)
            : throw new HintException("DividedByZero", $"{m} has no inverse modulo {p}");
    }

    /// <summary>The smaller square root in the Stark field.</summary>
    public static bool TrySqrt(Felt value, out Felt root)
    {
        if (!value.TrySqrt(out root))
        {
            return false;
        }

        Felt other = -root;
        root = root < other ? root : other;
        return true;
    }
}
