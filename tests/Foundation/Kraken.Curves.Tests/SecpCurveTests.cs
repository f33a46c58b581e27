using System;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Xunit;

namespace Kraken.Curves.Tests;

/// <summary>The group laws on both curves, and points that .NET's own cryptography makes.</summary>
public sealed class SecpCurveTests
{
    private static readonly SecpPoint K1Generator = new(
        Hex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
        Hex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"));

    private static readonly SecpPoint R1Generator = new(
        Hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
        Hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));

    public static TheoryData<bool> Curves => [true, false];

    [Theory]
    [MemberData(nameof(Curves))]
    public void TheGroupHasItsOrder(bool isK1)
    {
        (SecpCurve curve, SecpPoint generator) = Of(isK1);
        Assert.True(curve.IsOnCurve(generator));
        Assert.True(curve.Multiply(generator, curve.Order).IsInfinity);
        Assert.Equal(generator, curve.Multiply(generator, curve.Order + 1));
        Assert.Equal(Negative(curve, generator), curve.Multiply(generator, curve.Order - 1));
        Assert.Equal((BigInteger)3, curve.Prime % 4);
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void AdditionIsCommutativeAndAssociative(bool isK1)
    {
        (SecpCurve curve, SecpPoint generator) = Of(isK1);
        Random random = new(7);
        for (int i = 0; i < 20; i++)
        {
            (SecpPoint p, SecpPoint q, SecpPoint r) = (Any(), Any(), Any());
            Assert.True(curve.IsOnCurve(curve.Add(p, q)));
            Assert.Equal(curve.Add(p, q), curve.Add(q, p));
            Assert.Equal(curve.Add(curve.Add(p, q), r), curve.Add(p, curve.Add(q, r)));
            Assert.Equal(curve.Add(p, p), curve.Multiply(p, 2));
            Assert.True(curve.Add(p, Negative(curve, p)).IsInfinity);
            Assert.Equal(p, curve.Add(p, default));
            Assert.Equal(p, curve.Add(default, p));
        }

        SecpPoint Any() => curve.Multiply(generator, random.NextInt64(1, long.MaxValue));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void MultiplicationDistributesOverScalars(bool isK1)
    {
        (SecpCurve curve, SecpPoint generator) = Of(isK1);
        Random random = new(8);
        for (int i = 0; i < 10; i++)
        {
            (BigInteger a, BigInteger b) = (random.NextInt64(), curve.Order - random.NextInt64());
            Assert.Equal(curve.Multiply(generator, a + b), curve.Add(curve.Multiply(generator, a), curve.Multiply(generator, b)));
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void APointIsFoundByItsXAndTheParityOfItsY(bool isK1)
    {
        (SecpCurve curve, SecpPoint generator) = Of(isK1);
        int missing = 0;
        for (int x = 0; x < 64; x++)
        {
            SecpPoint? even = curve.FromX(x, oddY: false);
            SecpPoint? odd = curve.FromX(x, oddY: true);
            Assert.Equal(even.HasValue, odd.HasValue);
            missing += even.HasValue ? 0 : 1;
            if (even is { } first && odd is { } second)
            {
                Assert.True(curve.IsOnCurve(first) && curve.IsOnCurve(second));
                Assert.True(first.Y.IsEven && !second.Y.IsEven);
                Assert.Equal(Negative(curve, first), second);
            }
        }

        // About half of all x have no point.
        Assert.InRange(missing, 16, 48);
        Assert.Equal(generator, curve.FromX(generator.X, !generator.Y.IsEven));
    }

    [Fact]
    public void KeysOfDotNetAreMultiplesOfTheGenerator()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
        SecpPoint expected = new(Unsigned(parameters.Q.X!), Unsigned(parameters.Q.Y!));
        Assert.Equal(expected, SecpCurve.R1.Multiply(R1Generator, Unsigned(parameters.D!)));
    }

    [Fact]
    public void APointBesideTheCurveIsTold()
    {
        Assert.False(SecpCurve.K1.IsOnCurve(R1Generator));
        Assert.False(SecpCurve.R1.IsOnCurve(K1Generator));
        Assert.False(SecpCurve.K1.IsOnCurve(K1Generator with { Y = K1Generator.Y + 1 }));
    }

    private static (SecpCurve Curve, SecpPoint Generator) Of(bool isK1) => isK1 ? (SecpCurve.K1, K1Generator) : (SecpCurve.R1, R1Generator);

    private static SecpPoint Negative(SecpCurve curve, SecpPoint point) => point with { Y = curve.Prime - point.Y };

    private static BigInteger Hex(string digits) =>
        BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static BigInteger Unsigned(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
