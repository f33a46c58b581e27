using System;
using Kraken.Fields;
using Xunit;

namespace Kraken.Curves.Tests;

/// <summary>Whatever a program notes and multiplies, in whatever order, it gets the multiples of the curve.</summary>
public sealed class SignatureMultiplesTests
{
    [Fact]
    public void ASignatureIsCheckedAsTheCoreLibraryDoes()
    {
        Felt key = Felt.Parse("0x5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f");
        Felt message = Felt.Parse("0x3");
        Felt publicKey = StarkCurve.PublicKey(key);
        EcdsaSignature signature = Ecdsa.Sign(key, message);
        SignatureMultiples multiples = new();
        for (int round = 0; round < 3; round++)
        {
            Assert.True(Holds(multiples, publicKey, message, signature.R, signature.S));
            Assert.False(Holds(multiples, publicKey, message + Felt.One, signature.R, signature.S));
            Assert.False(Holds(multiples, publicKey, message, signature.R, signature.S + Felt.One));
        }
    }

    [Fact]
    public void AnyOrderGivesTheMultiplesOfTheCurve()
    {
        AffinePoint[] points =
        [
            AffinePoint.Infinity, StarkCurve.Generator, -StarkCurve.Generator, StarkCurve.PublicPoint(2UL), StarkCurve.PublicPoint(3UL),
            -StarkCurve.PublicPoint(3UL), StarkCurve.PublicPoint(99UL),
        ];
        Felt[] scalars = [Felt.Zero, Felt.One, Felt.MinusOne, Felt.FromBigInteger(StarkCurve.Order), points[3].X, points[4].X, points[6].X];
        SignatureMultiples multiples = new();
        Random random = new(20261129);
        for (int step = 0; step < 600; step++)
        {
            AffinePoint point = points[random.Next(points.Length)];
            if (random.Next(2) == 0)
            {
                multiples.Note(point);
                continue;
            }

            Felt scalar = scalars[random.Next(scalars.Length)];
            Assert.True(
                StarkCurve.Multiply(point, scalar).ToAffine() == multiples.Multiply(point, scalar), $"step {step}: {scalar} times {point}");
        }
    }

    private static bool Holds(SignatureMultiples multiples, Felt publicKey, Felt message, Felt r, Felt s)
    {
        Assert.True(StarkCurve.TryPointFromX(publicKey, out AffinePoint q));
        multiples.Note(q);
        Assert.True(StarkCurve.TryPointFromX(r, out AffinePoint signaturePoint));
        multiples.Note(signaturePoint);
        AffinePoint left = multiples.Multiply(signaturePoint, s);
        AffinePoint fromMessage = multiples.Multiply(StarkCurve.Generator, message);
        AffinePoint fromKey = multiples.Multiply(q, r);
        Assert.Equal(StarkCurve.Multiply(signaturePoint, s).ToAffine(), left);
        Assert.Equal(StarkCurve.Multiply(q, r).ToAffine(), fromKey);
        return (fromMessage + fromKey).X == left.X || (fromMessage - fromKey).X == left.X;
    }
}
