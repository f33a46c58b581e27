using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Curves;
using Kraken.Fields;
using Xunit;

namespace Kraken.Hashing.Tests;

/// <summary>The hashes over field elements against values of Starknet and of the Cairo core library.</summary>
public sealed class FeltHashTests
{
    private static readonly Gen<Felt> Elements =
        Gen.Choose(0, 255).ArrayOf(32).Select(b => Felt.FromBytesBigEndianReduced(Array.ConvertAll(b, x => (byte)x)));

    [Fact]
    public void PedersenOfTheCoreLibrary() =>
        Assert.Equal(Felt.Parse("2592987851775965742543459319508348457290966253241455514226127639100457844774"), Pedersen.Hash(1UL, 2UL));

    [Fact]
    public void PedersenIsThePlainSumOfMultiples() =>
        Prop.ForAll(Gen.Frequency((4, Elements), (1, Gen.Elements(Felt.Zero, Felt.One, Felt.MinusOne))).Two().ToArbitrary(), pair =>
        {
            (Felt a, Felt b) = pair;
            AffinePoint sum = PedersenPoints.Shift
                + Multiple(PedersenPoints.FirstLow, Low(a)) + Multiple(PedersenPoints.FirstHigh, High(a))
                + Multiple(PedersenPoints.SecondLow, Low(b)) + Multiple(PedersenPoints.SecondHigh, High(b));
            return sum.X == Pedersen.Hash(a, b);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AddressesOfTheDevelopmentAccountsArePedersenHashes()
    {
        using JsonDocument document = Load("starknet/genesis/devnet_seed_0_accounts.json");
        Felt classHash = Read(document.RootElement, "address_derivation_class_hash");
        Felt salt = (Felt)document.RootElement.GetProperty("salt").GetInt32();
        BigInteger bound = (BigInteger.One << 251) - 256;
        foreach (JsonElement account in document.RootElement.GetProperty("accounts").EnumerateArray())
        {
            Felt calldata = Pedersen.HashArray([Read(account, "public_key")]);
            Felt hash = Pedersen.HashArray([Felt.FromShortString("STARKNET_CONTRACT_ADDRESS"), Felt.Zero, salt, classHash, calldata]);
            Assert.Equal(Read(account, "address"), Felt.FromBigInteger(hash.ToBigInteger() % bound));
        }
    }

    [Fact]
    public void HadesPermutationOfTheCoreLibrary()
    {
        Felt[] state = [1UL, 2UL, 3UL];
        Poseidon.Permute(state);
        Assert.Equal(Felt.Parse("442682200349489646213731521593476982257703159825582578145778919623645026501"), state[0]);
        Assert.Equal(Felt.Parse("2233832504250924383748553933071188903279928981104663696710686541536735838182"), state[1]);
        Assert.Equal(Felt.Parse("2512222140811166287287541003826449032093371832913959128171347018667852712082"), state[2]);
        Assert.Throws<ArgumentException>(() => Poseidon.Permute(new Felt[2]));
    }

    [Fact]
    public void FirstDrawOfThePoseidonChannel()
    {
        // hades(digest 0, counter 0, 3); stwo-cairo's test of draw_u32s.
        Felt[] state = [0UL, 0UL, 3UL];
        Poseidon.Permute(state);
        state[0].ToCanonicalLimbs(out ulong low, out _, out _, out _);
        Assert.Equal(886766026u, (uint)low);
        Assert.Equal(477679824u, (uint)(low >> 32));
    }

    [Fact]
    public void PermutationAgreesWithItsDefinition() =>
        Prop.ForAll(Elements.Three().ToArbitrary(), t =>
        {
            Felt[] state = [t.Item1, t.Item2, t.Item3];
            Felt[] plain = [t.Item1, t.Item2, t.Item3];
            Poseidon.Permute(state);
            for (int round = 0; round < HadesConstants.Rounds; round++)
            {
                bool full = round is < 4 or >= 87;
                Felt[] s = [.. plain.Select((v, i) => v + HadesConstants.RoundKeys[(3 * round) + i])
                    .Select((v, i) => full || i == 2 ? v * v * v : v)];
                plain = [(3UL * s[0]) + s[1] + s[2], s[0] - s[1] + s[2], s[0] + s[1] - s[2] - s[2]];
            }

            return state.SequenceEqual(plain);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void PoseidonSpongeOfTheCoreLibrary()
    {
        Assert.Equal(Felt.Parse("0x2f0d8840bcf3bc629598d8a6cc80cb7c0d9e52d93dab244bbf9cd0dca0ad082"), Poseidon.HashMany([1UL, 2UL, 3UL]));
        Assert.Equal(
            Felt.Parse("0x26e3ad8b876e02bc8a4fc43dad40a8f81a6384083cabffa190bcf40d512ae1d"), Poseidon.HashMany([1UL, 2UL, 3UL, 4UL]));
    }

    [Fact]
    public void ASequencersBlockSignatureHolds()
    {
        // Mainnet block 4256: the sequencer signs Poseidon(block hash, state commitment).
        Felt message = Poseidon.HashMany([
            Felt.Parse("0x7d5db04c5ca2aea828180dc441afb1580e3cee7547a3567ced3aa5bb8b273c0"),
            Felt.Parse("0x64689c12248e1110af4b3af0e2b43cd51ad13e8855f10e37669e2a4baf919c6")]);
        EcdsaSignature signature = new(
            Felt.Parse("0x1b382bbfd693011c9b7692bc932b23ed9c288deb27c8e75772e172abbe5950c"),
            Felt.Parse("0xbe4438085057e1a7c704a0da3b30f7b8340fe3d24c86772abfd24aa597e42"));
        Assert.True(Ecdsa.Verify(Felt.Parse("0x48253ff2c3bed7af18bde0b611b083b39445959102d4947c51c4db6aa4f4e58"), message, signature));
    }

    [Fact]
    public void BlakeGivesTheHashOfARealProgram()
    {
        // The program hash stands in the proof facts of the same run: 0, main, number of builtins, their names, bytecode.
        using ZipArchive pie = ZipFile.OpenRead(SharedData.Path("starknet/os/cairo_pie_10_transfers.zip"));
        using Stream stream = pie.GetEntry("metadata.json")!.Open();
        using JsonDocument metadata = JsonDocument.Parse(stream);
        using JsonDocument facts = Load("starknet/os/proof_facts_10_transfers.json");
        JsonElement program = metadata.RootElement.GetProperty("program");
        JsonElement builtins = program.GetProperty("builtins");
        List<Felt> input = [Felt.Zero, program.GetProperty("main").GetUInt64(), (Felt)builtins.GetArrayLength()];
        input.AddRange(builtins.EnumerateArray().Select(b => Felt.FromShortString(b.GetString()!)));
        input.AddRange(program.GetProperty("data").EnumerateArray().Select(ReadNumber));
        Assert.Equal(15_401 + 14, input.Count);
        Assert.Equal(Felt.Parse(facts.RootElement[2].GetString()!), BlakeFelt.HashMany([.. input]));
    }

    [Fact]
    public void BlakeEncodingIsShortBelowTwoToThe63()
    {
        uint[] words = new uint[8];
        Assert.Equal(2, BlakeFelt.Encode((1UL << 63) - 1, words));
        Assert.Equal([0x7fff_ffffu, uint.MaxValue], words[..2]);
        Assert.Equal(8, BlakeFelt.Encode(1UL << 63, words));
        Assert.Equal([0x8000_0000u, 0, 0, 0, 0, 0, 0x8000_0000u, 0], words);
        Assert.Equal(8, BlakeFelt.Encode(Felt.MinusOne, words));
        Assert.Equal([0x8800_0000u, 0x11, 0, 0, 0, 0, 0, 0], words);
    }

    [Fact]
    public void BlakeHashIsBlake2sOfTheEncoding() =>
        Prop.ForAll(Gen.Frequency((2, Elements), (1, Gen.Choose(0, 1000).Select(v => (Felt)v))).ArrayOf().ToArbitrary(), elements =>
        {
            List<byte> bytes = [];
            uint[] words = new uint[8];
            foreach (Felt element in elements)
            {
                foreach (uint word in words[..BlakeFelt.Encode(element, words)])
                {
                    bytes.AddRange(BitConverter.GetBytes(word));
                }
            }

            byte[] digest = new byte[32];
            Blake2s.Hash(bytes.ToArray(), digest);
            return BlakeFelt.HashMany(elements) == Felt.FromBigInteger(new BigInteger(digest, isUnsigned: true));
        }).QuickCheckThrowOnFailure();

    private static AffinePoint Multiple(AffinePoint point, BigInteger scalar) =>
        StarkCurve.Multiply(point, Felt.FromBigInteger(scalar)).ToAffine();

    private static BigInteger Low(Felt value) => value.ToBigInteger() & ((BigInteger.One << 248) - 1);

    private static BigInteger High(Felt value) => value.ToBigInteger() >> 248;

    private static Felt ReadNumber(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? Felt.Parse(element.GetString()!) : Felt.Parse(element.GetRawText());

    private static JsonDocument Load(string path) => JsonDocument.Parse(File.ReadAllBytes(SharedData.Path(path)));

    private static Felt Read(JsonElement element, string name) => Felt.Parse(element.GetProperty(name).GetString()!);
}
