using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Fields;
using Xunit;

namespace Kraken.Curves.Tests;

/// <summary>Stark ECDSA against signatures and keys made elsewhere, and its own laws.</summary>
public sealed class EcdsaTests
{
    private static readonly Gen<Felt> Values =
        Gen.Choose(0, 255).ArrayOf(31).Select(b => (Felt)1UL + Felt.FromBytesBigEndianReduced(Array.ConvertAll(b, x => (byte)x)));

    [Fact]
    public void PublicKeysOfTheDevelopmentAccounts()
    {
        using JsonDocument document = Load("starknet/genesis/devnet_seed_0_accounts.json");
        JsonElement[] accounts = [.. document.RootElement.GetProperty("accounts").EnumerateArray()];
        Assert.Equal(10, accounts.Length);
        foreach (JsonElement account in accounts)
        {
            Assert.Equal(Read(account, "public_key"), StarkCurve.PublicKey(Read(account, "private_key")));
        }
    }

    [Fact]
    public void PublicKeysOfTheReferenceLibrary()
    {
        // starkware-libs/crypto-cpp, crypto_lib_test.go
        Assert.Equal(
            Felt.Parse("0x77a3b314db07c45076d11f62b6f9e748a39790441823307743cf00d6597ea43"),
            StarkCurve.PublicKey(Felt.Parse("0x3c1e9550e66958296d11b60f8e8e7a7ad990d07fa65d5f7652c4a6c87d4e3cc")));
        Assert.Equal(Felt.Parse("0x19661066e96a8b9f06a1d136881ee924dfb6a885239caa5fd3f87a54c6b25c4"), StarkCurve.PublicKey(0x12UL));
    }

    [Fact]
    public void SignaturesOfTheReferenceLibrary()
    {
        EcdsaSignature valid = new(
            Felt.Parse("0x411494b501a98abd8262b0da1351e17899a0c4ef23dd2f96fec5ba847310b20"),
            Felt.Parse("0x405c3191ab3883ef2b763af35bc5f5d15b3b4e99461d70e84c654a351a7c81b"));
        Assert.True(Ecdsa.Verify(StarkCurve.Generator.X, 2UL, valid));
        Assert.False(Ecdsa.Verify(StarkCurve.Generator.X, 3UL, valid));

        // A public key whose x is on no point.
        Assert.False(Ecdsa.Verify(
            Felt.Parse("0x77a4b314db07c45076d11f62b6f9e748a39790441823307743cf00d6597ea43"),
            Felt.Parse("0x397e76d1667c4454bfb83514e120583af836f8e32a516765497823eabe16a3f"),
            new(
                Felt.Parse("0x173fd03d8b008ee7432977ac27d1e9d1a1f6c98b1a2f05fa84a21c84c44e882"),
                Felt.Parse("0x1f2c44a7798f55192f153b4c48ea5c1241fbb69e6132cc8a0da9c5b62a4286e"))));
    }

    [Fact]
    public void SignsTheTransactionsOfARealRunByteForByte()
    {
        using JsonDocument run = Load("starknet/devnet-run/chain_contracts.json");
        using JsonDocument genesis = Load("starknet/genesis/devnet_seed_0_accounts.json");
        Felt account = Read(run.RootElement.GetProperty("account"), "private_key");
        Felt predeployed = Read(genesis.RootElement.GetProperty("accounts")[0], "private_key");
        Felt predeployedAddress = Read(genesis.RootElement.GetProperty("accounts")[0], "address");
        int count = 0;
        foreach (JsonElement transaction in run.RootElement.GetProperty("transactions")
            .EnumerateArray().Select(t => t.GetProperty("transaction")))
        {
            bool early = transaction.TryGetProperty("sender_address", out JsonElement sender)
                && Felt.Parse(sender.GetString()!) == predeployedAddress;
            Felt key = early ? predeployed : account;
            Felt hash = Read(transaction, "transaction_hash");
            JsonElement signature = transaction.GetProperty("signature");
            EcdsaSignature expected = new(Felt.Parse(signature[0].GetString()!), Felt.Parse(signature[1].GetString()!));
            Assert.True(Ecdsa.Verify(StarkCurve.PublicKey(key), hash, expected));
            Assert.Equal(expected, Ecdsa.Sign(key, hash));
            count++;
        }

        Assert.Equal(27, count);
    }

    [Fact]
    public void OurSignaturesVerifyAndGiveTheKeyBack() =>
        Prop.ForAll(Values.Three().ToArbitrary(), t =>
        {
            (Felt key, Felt message, Felt other) = t;
            AffinePoint point = StarkCurve.PublicPoint(key);
            EcdsaSignature signature = Ecdsa.Sign(key, message);
            bool even = Ecdsa.TryRecover(message, signature, oddY: false, out AffinePoint first);
            bool odd = Ecdsa.TryRecover(message, signature, oddY: true, out AffinePoint second);
            return Ecdsa.Verify(point.X, message, signature)
                && Ecdsa.Verify(-point, message, signature)
                && (other == message || !Ecdsa.Verify(point.X, other, signature))
                && !Ecdsa.Verify(point.X, message, signature with { R = signature.R + Felt.One })
                && !Ecdsa.Verify(point.X, message, signature with { S = signature.S + Felt.One })
                && even && odd && (first == point || second == point)
                && signature == Ecdsa.Sign(key, message);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ValuesOutOfRangeAreRefused()
    {
        EcdsaSignature good = Ecdsa.Sign(5UL, 7UL);
        Felt key = StarkCurve.PublicKey(5UL);
        Felt order = Felt.FromBigInteger(StarkCurve.Order);
        Felt bound = ((Felt)2UL).Pow(251);
        Assert.True(Ecdsa.Verify(key, 7UL, good));
        Assert.False(Ecdsa.Verify(key, bound, good));
        Assert.False(Ecdsa.Verify(key, 7UL, good with { R = Felt.Zero }));
        Assert.False(Ecdsa.Verify(key, 7UL, good with { S = Felt.Zero }));
        Assert.False(Ecdsa.Verify(key, 7UL, good with { R = bound }));
        Assert.False(Ecdsa.Verify(key, 7UL, good with { S = order }));
        Assert.False(Ecdsa.Verify(AffinePoint.Infinity, 7UL, good));
        Assert.False(Ecdsa.Verify(new AffinePoint(key, 1UL), 7UL, good));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ecdsa.Sign(Felt.Zero, 7UL));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ecdsa.Sign(order, 7UL));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ecdsa.Sign(5UL, bound));
        Assert.Throws<ArgumentOutOfRangeException>(() => StarkCurve.PublicKey(Felt.Zero));
    }

    private static JsonDocument Load(string path) => JsonDocument.Parse(File.ReadAllBytes(SharedData.Path(path)));

    private static Felt Read(JsonElement element, string name) => Felt.Parse(element.GetProperty(name).GetString()!);
}
