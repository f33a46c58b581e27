using System.Numerics;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Hashing.Tests;

namespace Kraken.Bench.Kernels;

/// <summary>The kernels as they are defined, by the operators of the field and the curve: what they are compared with.</summary>
internal static class KernelOracles
{
    private const int LowBits = 248;

    /// <summary>The Poseidon hash of two felts.</summary>
    internal static Felt Poseidon(Felt a, Felt b) => HadesBySpecification.Permute([a, b, 2])[0];

    /// <summary>A root of a square, by the algorithm of Tonelli and Shanks: P - 1 = odd * 2^192, and 3 is no square.</summary>
    internal static Felt SquareRoot(Felt square)
    {
        const int Twos = 192;
        BigInteger odd = (Felt.Modulus - 1) >> Twos;
        Felt root = square.Pow((odd + 1) / 2);
        Felt rest = square.Pow(odd);
        Felt factor = ((Felt)3).Pow(odd);
        int order = Twos;
        while (rest != Felt.One)
        {
            int twos = 0;
            for (Felt power = rest; power != Felt.One; power *= power)
            {
                twos++;
            }

            for (; order > twos + 1; order--)
            {
                factor *= factor;
            }

            root *= factor;
            factor *= factor;
            rest *= factor;
            order = twos;
        }

        return root;
    }

    /// <summary>The Pedersen hash as a sum of four multiples.</summary>
    internal static Felt Pedersen(Felt a, Felt b)
    {
        JacobianPoint sum = new(PedersenPoints.Shift);
        sum.Add(Multiple(PedersenPoints.FirstLow, Low(a)));
        sum.Add(Multiple(PedersenPoints.FirstHigh, High(a)));
        sum.Add(Multiple(PedersenPoints.SecondLow, Low(b)));
        sum.Add(Multiple(PedersenPoints.SecondHigh, High(b)));
        return sum.ToAffine().X;
    }

    /// <summary>scalar * point, bit by bit.</summary>
    internal static JacobianPoint Multiple(AffinePoint point, Felt scalar)
    {
        JacobianPoint sum = default;
        JacobianPoint doubled = new(point);
        for (BigInteger rest = scalar.ToBigInteger(); !rest.IsZero; rest >>= 1)
        {
            if (!rest.IsEven)
            {
                sum.Add(doubled);
            }

            doubled.DoubleInPlace();
        }

        return sum;
    }

    /// <summary>Whether a signature holds, for values in range.</summary>
    internal static bool Verify(AffinePoint publicKey, Felt message, EcdsaSignature signature)
    {
        BigInteger inverse = Inverse(signature.S.ToBigInteger());
        JacobianPoint fromMessage = Multiple(StarkCurve.Generator, Times(message, inverse));
        JacobianPoint fromKey = Multiple(publicKey, Times(signature.R, inverse));
        return (fromMessage + fromKey).HasX(signature.R) || (fromMessage + -fromKey).HasX(signature.R);
    }

    /// <summary>The signature with a given nonce.</summary>
    internal static EcdsaSignature Sign(Felt privateKey, Felt message, BigInteger nonce)
    {
        Felt r = Multiple(StarkCurve.Generator, Felt.FromBigInteger(nonce)).ToAffine().X;
        BigInteger sum = message.ToBigInteger() + (r.ToBigInteger() * privateKey.ToBigInteger());
        return new(r, Felt.FromBigInteger(sum * Inverse(nonce) % StarkCurve.Order));
    }

    /// <summary>The nonce of a signature, which whoever has the key can tell.</summary>
    internal static BigInteger NonceOf(Felt privateKey, Felt message, EcdsaSignature signature)
    {
        BigInteger sum = message.ToBigInteger() + (signature.R.ToBigInteger() * privateKey.ToBigInteger());
        return sum * Inverse(signature.S.ToBigInteger()) % StarkCurve.Order;
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, StarkCurve.Order - 2, StarkCurve.Order);

    private static Felt Times(Felt left, BigInteger right) => Felt.FromBigInteger(left.ToBigInteger() * right % StarkCurve.Order);

    private static Felt Low(Felt value) => Felt.FromBigInteger(value.ToBigInteger() & ((BigInteger.One << LowBits) - 1));

    private static Felt High(Felt value) => Felt.FromBigInteger(value.ToBigInteger() >> LowBits);
}
