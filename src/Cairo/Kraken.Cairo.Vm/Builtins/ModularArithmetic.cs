using System.Numerics;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>Integer arithmetic modulo any number.</summary>
public static class ModularArithmetic
{
    /// <summary>The residue of a in 0 .. n-1; n is positive.</summary>
    public static BigInteger FloorMod(BigInteger a, BigInteger n)
    {
        BigInteger residue = a % n;
        return residue.Sign < 0 ? residue + n : residue;
    }

    /// <summary>The gcd of a and b, and x, y with a x + b y = gcd. Not negative for inputs that are not.</summary>
    public static BigInteger ExtendedGcd(BigInteger a, BigInteger b, out BigInteger x, out BigInteger y)
    {
        (BigInteger previous, BigInteger current) = (a, b);
        (BigInteger previousX, BigInteger currentX) = (1, 0);
        (BigInteger previousY, BigInteger currentY) = (0, 1);
        while (!current.IsZero)
        {
            BigInteger quotient = previous / current;
            (previous, current) = (current, previous - (quotient * current));
            (previousX, currentX) = (currentX, previousX - (quotient * currentX));
            (previousY, currentY) = (currentY, previousY - (quotient * currentY));
        }

        x = previousX;
        y = previousY;
        return previous;
    }
}
