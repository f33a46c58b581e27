using System;
using System.Numerics;
using Kraken.Curves.Packed;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Curves;

/// <summary>The Stark curve y^2 = x^3 + alpha x + beta over the Stark field, of prime order (StarkWare, "STARK curve").</summary>
/// <remarks>Scalars are field elements read as integers: the order is below the field's modulus. Nothing here is constant-time.</remarks>
public static class StarkCurve
{
    private const int WindowBits = 5;
    private const int GeneratorWindowBits = 12;

    private static readonly Lazy<FixedBaseTable> GeneratorTable = new(() => new FixedBaseTable(Generator, 252, GeneratorWindowBits));

    /// <summary>The coefficient alpha, 1.</summary>
    public static Felt Alpha => Felt.One;

    /// <summary>The coefficient beta.</summary>
    public static Felt Beta { get; } = Felt.Parse("0x6f21413efbe40de150e596d72f7a8c5609ad26c15c915c1f4cdfcb99cee9e89");

    /// <summary>The generator of the group.</summary>
    public static AffinePoint Generator { get; } = new(
        Felt.Parse("0x1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca"),
        Felt.Parse("0x5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f"));

    /// <summary>The order of the group, a prime just below the field's modulus.</summary>
    public static BigInteger Order { get; } =
        BigInteger.Parse(
            "3618502788666131213697322783095070105526743751716087489154079457884512865583",
            System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>True when the point is on the curve; infinity is.</summary>
    public static bool Contains(AffinePoint point) => point.IsInfinity || point.Y.Square() == RightSide(point.X);

    /// <summary>Finds the point with the given x whose y is the canonically smaller of the two roots.</summary>
    /// <returns>False when no point of the curve has that x.</returns>
    public static bool TryPointFromX(Felt x, out AffinePoint point)
    {
        bool found = RightSide(x).TrySqrt(out Felt y);
        point = found ? new AffinePoint(x, y) : default;
        return found;
    }

    /// <summary>x^3 + alpha x + beta.</summary>
    public static Felt RightSide(Felt x) => ((x.Square() + Felt.One) * x) + Beta;

    /// <summary>scalar * generator, from a table of 2.8 MiB that is built at first use in some 15 ms.</summary>
    public static JacobianPoint MultiplyGenerator(Felt scalar)
    {
        JacobianPoint sum = default;
        GeneratorTable.Value.Accumulate(ref sum, scalar);
        return sum;
    }

    /// <summary>scalar * point for any point.</summary>
    public static JacobianPoint Multiply(AffinePoint point, Felt scalar)
    {
        Span<sbyte> digits = stackalloc sbyte[NonAdjacentForm.MaxDigits];
        int count = NonAdjacentForm.Write(scalar, WindowBits, digits);
        Span<AffinePoint> oddMultiples = stackalloc AffinePoint[1 << (WindowBits - 2)];
        Span<JacobianPoint> multiples = stackalloc JacobianPoint[oddMultiples.Length];
        WriteOddMultiples(point, multiples);
        JacobianPoint.ToAffine(multiples, oddMultiples);
        JacobianPoint sum = default;
        int doublings = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            doublings++;
            int digit = digits[i];
            if (digit != 0)
            {
                sum.DoubleInPlace(doublings);
                doublings = 0;
                AffinePoint multiple = oddMultiples[Math.Abs(digit) >> 1];
                sum.Add(digit > 0 ? multiple : -multiple);
            }
        }

        sum.DoubleInPlace(doublings);
        return sum;
    }

    /// <summary>Two multiples, in little more time than one on machines with AVX-512.</summary>
    /// <param name="first">Any point.</param>
    /// <param name="firstScalar">Its factor.</param>
    /// <param name="second">Any point, the same one too.</param>
    /// <param name="secondScalar">Its factor.</param>
    /// <param name="firstMultiple">What <see cref="Multiply"/> gives for the first.</param>
    /// <param name="secondMultiple">What <see cref="Multiply"/> gives for the second.</param>
    public static void MultiplyTwo(
        AffinePoint first,
        Felt firstScalar,
        AffinePoint second,
        Felt secondScalar,
        out AffinePoint firstMultiple,
        out AffinePoint secondMultiple)
    {
        Span<JacobianPoint> multiples = stackalloc JacobianPoint[2];
        if (!FeltLanes.IsSupported
            || first.IsInfinity
            || second.IsInfinity
            || !TwoMultiples.TryMultiply(first, firstScalar, second, secondScalar, out multiples[0], out multiples[1]))
        {
            multiples[0] = Multiply(first, firstScalar);
            multiples[1] = Multiply(second, secondScalar);
        }

        Span<AffinePoint> affine = stackalloc AffinePoint[2];
        JacobianPoint.ToAffine(multiples, affine);
        firstMultiple = affine[0];
        secondMultiple = affine[1];
    }

    /// <summary>The public key of a private key: the x coordinate of privateKey * generator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The private key is zero or not below the order.</exception>
    public static Felt PublicKey(Felt privateKey) => PublicPoint(privateKey).X;

    /// <summary>privateKey * generator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The private key is zero or not below the order.</exception>
    public static AffinePoint PublicPoint(Felt privateKey)
    {
        if (!IsScalar(privateKey))
        {
            throw new ArgumentOutOfRangeException(nameof(privateKey), "a private key is in 1 .. order - 1");
        }

        return MultiplyGenerator(privateKey).ToAffine();
    }

    /// <summary>True for the integers 1 .. order - 1.</summary>
    public static bool IsScalar(Felt value) => !value.IsZero && value.ToBigInteger() < Order;

    /// <summary>Writes P, 3P, 5P, ...</summary>
    internal static void WriteOddMultiples(AffinePoint point, Span<JacobianPoint> destination)
    {
        destination[0] = new JacobianPoint(point);
        JacobianPoint twice = destination[0].Double();
        for (int i = 1; i < destination.Length; i++)
        {
            destination[i] = destination[i - 1];
            destination[i].Add(twice);
        }
    }
}
