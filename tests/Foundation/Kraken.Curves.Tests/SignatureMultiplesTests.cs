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

    [Fact]
    public void AnExpectedSignatureIsCheckedAsAnyOther()
    {
        Random random = new(20261129);
        SignatureMultiples multiples = new();
        for (int round = 0; round < 40; round++)
        {
            Felt key = (Felt)(ulong)random.NextInt64(1, long.MaxValue);
            Felt message = (Felt)(ulong)random.NextInt64();
            Felt publicKey = StarkCurve.PublicKey(key);
            EcdsaSignature signature = Ecdsa.Sign(key, message);
            multiples.Expect(message, signature);
            Assert.True(Holds(multiples, publicKey, message, signature.R, signature.S));
            Assert.Equal(3, multiples.AheadCount);

            // What is checked is another message, signature or key than expected.
            multiples.Expect(message, signature);
            Assert.False(Holds(multiples, publicKey, message + Felt.One, signature.R, signature.S));
            multiples.Expect(message, signature);
            Assert.False(Holds(multiples, publicKey, message, signature.R, signature.S + Felt.One));
            multiples.Expect(message, signature);
            Assert.False(Holds(multiples, StarkCurve.PublicKey(key + Felt.One), message, signature.R, signature.S));

            // What is expected does not hold.
            multiples.Expect(message + Felt.One, signature);
            Assert.True(Holds(multiples, publicKey, message, signature.R, signature.S));
            multiples.Expect(message, signature with { S = signature.S + Felt.One });
            Assert.True(Holds(multiples, publicKey, message, signature.R, signature.S));
        }
    }

    [Fact]
    public void FactorsBeyondTheOrderAreExpectedToo()
    {
        Felt key = 1234567UL;
        AffinePoint nonce = StarkCurve.PublicPoint(55UL);
        Felt order = Felt.FromBigInteger(StarkCurve.Order);
        foreach (Felt message in new[] { Felt.Zero, Felt.MinusOne, order, order + Felt.One, order - Felt.One })
        {
            foreach (Felt s in new[] { Felt.Zero, Felt.One, order - Felt.One, order, order + Felt.One, Felt.MinusOne })
            {
                SignatureMultiples multiples = new();
                multiples.Expect(message, new(nonce.X, s));
                Assert.False(Holds(multiples, StarkCurve.PublicKey(key), message, nonce.X, s));
            }
        }
    }

    [Fact]
    public void WithoutAKeyNothingIsExpected()
    {
        AffinePoint nonce = StarkCurve.PublicPoint(55UL);
        SignatureMultiples multiples = new();
        multiples.Expect(3UL, new(nonce.X, 4UL));
        Assert.True(multiples.TryPointFromX(nonce.X, out AffinePoint found));
        Assert.True(StarkCurve.TryPointFromX(nonce.X, out AffinePoint point));
        Assert.Equal(point, found);
        Assert.False(multiples.TryPointFromX(NotOnTheCurve(), out _));
    }

    private static Felt NotOnTheCurve()
    {
        Felt x = 1UL;
        while (StarkCurve.TryPointFromX(x, out _))
        {
            x += Felt.One;
        }

        return x;
    }

    private static bool Holds(SignatureMultiples multiples, Felt publicKey, Felt message, Felt r, Felt s)
    {
        Assert.True(multiples.TryPointFromX(publicKey, out AffinePoint q));
        Assert.True(multiples.TryPointFromX(r, out AffinePoint signaturePoint));
        Assert.True(StarkCurve.TryPointFromX(r, out AffinePoint byRoot));
        Assert.Equal(byRoot, signaturePoint);
        AffinePoint left = multiples.Multiply(signaturePoint, s);
        AffinePoint fromMessage = multiples.Multiply(StarkCurve.Generator, message);
        AffinePoint fromKey = multiples.Multiply(q, r);
        Assert.Equal(StarkCurve.Multiply(signaturePoint, s).ToAffine(), left);
        Assert.Equal(StarkCurve.Multiply(q, r).ToAffine(), fromKey);
        Assert.Equal(StarkCurve.Multiply(StarkCurve.Generator, message).ToAffine(), fromMessage);
        return (fromMessage + fromKey).X == left.X || (fromMessage - fromKey).X == left.X;
    }
}
