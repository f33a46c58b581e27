using System.Numerics;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Bench;

/// <summary>The kernels as they are defined, by the operators of the field and the curve: what they are compared with.</summary>
internal static class KernelOracles
{
    private const int LowBits = 248;

    /// <summary>The Hades permutation, round by round.</summary>
    internal static Felt[] Hades(Felt[] state)
    {
        (Felt x, Felt y, Felt z) = (state[0], state[1], state[2]);
        for (int round = 0; round < HadesConstants.Rounds; round++)
        {
            x += HadesConstants.RoundKeys[3 * round];
            y += HadesConstants.RoundKeys[(3 * round) + 1];
            z += HadesConstants.RoundKeys[(3 * round) + 2];
            bool full = round is < HadesConstants.FullRounds / 2 or >= HadesConstants.Rounds - (HadesConstants.FullRounds / 2);
            x = full ? x * x * x : x;
            y = full ? y * y * y : y;
            z = z * z * z;
            (x, y, z) = (x + x + x + y + z, x - y + z, x + y - z - z);
        }

        return [x, y, z];
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
        BigInteger inverse = BigInteger.ModPow(signature.S.ToBigInteger(), StarkCurve.Order - 2, StarkCurve.Order);
        JacobianPoint fromMessage = Multiple(StarkCurve.Generator, Times(message, inverse));
        JacobianPoint fromKey = Multiple(publicKey, Times(signature.R, inverse));
        return (fromMessage + fromKey).HasX(signature.R) || (fromMessage + -fromKey).HasX(signature.R);
    }

    private static Felt Times(Felt left, BigInteger right) => Felt.FromBigInteger(left.ToBigInteger() * right % StarkCurve.Order);

    private static Felt Low(Felt value) => Felt.FromBigInteger(value.ToBigInteger() & ((BigInteger.One << LowBits) - 1));

    private static Felt High(Felt value) => Felt.FromBigInteger(value.ToBigInteger() >> LowBits);
}
