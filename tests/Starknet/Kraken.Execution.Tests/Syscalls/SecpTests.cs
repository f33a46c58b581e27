using System;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Execution.Tests.Syscalls;

public sealed class SecpTests
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("k1_mul", "secp256k1")]
    [InlineData("r1_mul", "nistP256")]
    public void MultiplesOfTheGeneratorAreThePlatformsPublicKeys(string name, string curve)
    {
        TestContracts chain = new();
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
        Felt[] result = chain.ViewData(TestContracts.Secp, name, Halves(parameters.D!));
        Assert.Equal([.. Halves(parameters.Q.X!), .. Halves(parameters.Q.Y!)], result);
    }

    [Fact]
    public void ThePublicKeyIsRecoveredFromASignature()
    {
        TestContracts chain = new();
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        byte[] hash = SHA256.HashData("message"u8);
        byte[] signature = key.SignHash(hash);

        // Cairo refuses the larger of the two s of a signature.
        BigInteger s = new(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        byte[] low = BigInteger.Min(s, Order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        signature.AsSpan(32).Clear();
        low.CopyTo(signature.AsSpan(64 - low.Length));
        Felt[] expected = [.. Halves(parameters.Q.X!), .. Halves(parameters.Q.Y!)];
        Felt[] common = [.. Halves(hash), .. Halves(signature[..32]), .. Halves(signature[32..])];
        Felt[] even = chain.ViewData(TestContracts.Secp, "k1_recover", [.. common, 0]);
        Felt[] odd = chain.ViewData(TestContracts.Secp, "k1_recover", [.. common, 1]);
        Assert.True(even.AsSpan().SequenceEqual(expected) != odd.AsSpan().SequenceEqual(expected));
    }

    [Fact]
    public void MultiplicationByTheOrderIsInfinity()
    {
        TestContracts chain = new();
        ViewResult result = chain.View(TestContracts.Secp, "k1_mul", Halves(Order.ToByteArray(isUnsigned: true, isBigEndian: true)));
        Assert.Equal([Felt.Zero, Felt.Zero, Felt.Zero, Felt.Zero], result.Retdata);
    }

    // Low half first.
    private static Felt[] Halves(byte[] bytes) =>
        [Felt.FromBytesBigEndianReduced(bytes.AsSpan(16)), Felt.FromBytesBigEndianReduced(bytes.AsSpan(0, 16))];
}
