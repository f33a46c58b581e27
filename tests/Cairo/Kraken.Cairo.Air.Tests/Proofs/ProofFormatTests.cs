using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Stark;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Proofs;

/// <summary>Genuine proofs survive reading and writing byte for byte; everything else is refused without an exception.</summary>
public sealed class ProofFormatTests
{
    private const string Ret = "ret_opcode.canonical_small.proof.";

    [Theory]
    [InlineData(Ret + "cairo_serde.json", ProofFormat.CairoSerde, false)]
    [InlineData(Ret + "json", ProofFormat.Json, false)]
    [InlineData(Ret + "bin.bz2", ProofFormat.Binary, false)]
    [InlineData("ret_opcode.poseidon252.proof.cairo_serde.json", ProofFormat.CairoSerde, true)]
    [InlineData("all_opcode_components.proof.cairo_serde.json", ProofFormat.CairoSerde, true)]
    [InlineData("all_opcode_components.canonical_small.proof.cairo_serde.json", ProofFormat.CairoSerde, false)]
    [InlineData("fib_16.canonical_small.proof.cairo_serde.json", ProofFormat.CairoSerde, false)]
    [InlineData("all_builtins.canonical_small.proof.cairo_serde.json", ProofFormat.CairoSerde, false)]
    public void RoundTripIsExact(string name, ProofFormat format, bool indented)
    {
        byte[] bytes = SharedProofs.ReadBytes(name);
        Assert.Equal(format, ProofDecoder.Detect(bytes));
        Assert.True(bytes.AsSpan().SequenceEqual(ProofEncoder.Encode(SharedProofs.Read(name), format, indented)));
    }

    [Fact]
    public void TheThreeFormatsHoldTheSameProof()
    {
        byte[] json = SharedProofs.ReadBytes(Ret + "json");
        foreach (string ending in new[] { "cairo_serde.json", "bin.bz2" })
        {
            CairoProof proof = SharedProofs.Read(Ret + ending);
            Assert.True(json.AsSpan().SequenceEqual(ProofEncoder.Encode(proof, ProofFormat.Json)));
        }
    }

    [Theory]
    [InlineData(ProofFormat.Json)]
    [InlineData(ProofFormat.Binary)]
    [InlineData(ProofFormat.UnpackedBinary)]
    public void PoseidonProofsSurviveTheStructuredFormats(ProofFormat format)
    {
        const string Name = "ret_opcode.poseidon252.proof.cairo_serde.json";
        byte[] written = ProofEncoder.Encode(SharedProofs.Read(Name), format);
        Assert.Equal(format, ProofDecoder.Detect(written));
        Assert.True(ProofDecoder.TryDecode(written, out CairoProof? read, out VerifyError? error), $"{error}");
        Assert.Equal("poseidon252", read.HashName);
        Assert.True(SharedProofs.ReadBytes(Name).AsSpan().SequenceEqual(ProofEncoder.Encode(read, ProofFormat.CairoSerde, indented: true)));
    }

    /// <summary>What is packed is what a mark stands before.</summary>
    [Fact]
    public void TheUnpackedFormatHoldsWhatTheGenuineFileHoldsPacked()
    {
        byte[] packed = SharedProofs.ReadBytes(Ret + "bin.bz2");
        byte[] unpacked = ProofEncoder.Encode(SharedProofs.Read(Ret + "bin.bz2"), ProofFormat.UnpackedBinary);
        byte[] expected = [.. "KRAKENPROOF1\n"u8, .. Bzip2Codec.Decompress(packed, ProofLimits.MaxUnpackedBytes)];
        Assert.True(expected.AsSpan().SequenceEqual(unpacked));
        Assert.Equal(ProofFormat.UnpackedBinary, ProofDecoder.Detect(unpacked));
        Assert.True(ProofDecoder.TryDecode(unpacked, out CairoProof? read, out VerifyError? error), $"{error}");
        Assert.True(packed.AsSpan().SequenceEqual(ProofEncoder.Encode(read, ProofFormat.Binary)));
        Refuse([.. unpacked, 0]);
        Refuse(unpacked.AsSpan(0, unpacked.Length - 1));
        Refuse("KRAKENPROOF1\n"u8.ToArray());
        Refuse([.. "KRAKENPROOF2\n"u8, .. unpacked[13..]]);
    }

    /// <summary>The reference writes its field elements as decimal texts and reads hexadecimal ones as well.</summary>
    [Fact]
    public void PoseidonRootsAreDecimalTexts()
    {
        CairoProof proof = SharedProofs.Read("ret_opcode.poseidon252.proof.cairo_serde.json");
        string text = Encoding.ASCII.GetString(ProofEncoder.Encode(proof, ProofFormat.Json));
        const string Decimal = "\"56282378102226498694171136561137290952633425603370291842332190527872474336\"";
        Assert.Contains("\"commitments\":[" + Decimal, text, StringComparison.Ordinal);
        const string Hexadecimal = "\"0x1fdacd6e29834987926672fcac7fda0577adce49999ad96fb0195e745e9ce0\"";
        byte[] hexadecimal = Encoding.ASCII.GetBytes(text.Replace(Decimal, Hexadecimal, StringComparison.Ordinal));
        Assert.True(ProofDecoder.TryDecode(hexadecimal, out CairoProof? read, out VerifyError? error), $"{error}");
        Assert.True(ProofEncoder.Encode(read, ProofFormat.Json).AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(text)));
        foreach (string other in (string[])["\"\"", "\"-1\"", "\"0xg\"", "\"\\ud800\"", "7", "[1]", "\"" + new string('9', 81) + "\""])
        {
            Refuse(Encoding.ASCII.GetBytes(text.Replace(Decimal, other, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("ret_opcode.poseidon252.proof.cairo_serde.json", "poseidon252", PreprocessedVariant.CanonicalWithoutPedersen)]
    [InlineData("all_opcode_components.proof.cairo_serde.json", "blake2s", PreprocessedVariant.Canonical)]
    [InlineData(Ret + "cairo_serde.json", "blake2s", PreprocessedVariant.CanonicalSmall)]
    public void HashAndVariantAreTold(string name, string hash, PreprocessedVariant variant)
    {
        CairoProof proof = SharedProofs.Read(name);
        Assert.Equal(hash, proof.HashName);
        Assert.Equal(variant, proof.Variant);
    }

    [Fact]
    public void TruncatedProofsAreRefused()
    {
        foreach (string ending in new[] { "cairo_serde.json", "json", "bin.bz2" })
        {
            byte[] bytes = SharedProofs.ReadBytes(Ret + ending);
            for (int cut = 1; cut < 20; cut++)
            {
                Refuse(bytes.AsSpan(0, bytes.Length * cut / 20));
            }
        }
    }

    [Fact]
    public void AlteredBytesNeverThrow()
    {
        Random random = new(17);
        foreach (string ending in new[] { "json", "bin.bz2" })
        {
            byte[] bytes = SharedProofs.ReadBytes(Ret + ending);
            for (int i = 0; i < 20; i++)
            {
                byte[] altered = [.. bytes];
                altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
                ProofDecoder.TryDecode(altered, out _, out _);
            }
        }
    }

    [Fact]
    public void NonCanonicalElementsAreRefused()
    {
        string text = Encoding.ASCII.GetString(SharedProofs.ReadBytes(Ret + "json"));
        VerifyError error = Refuse(
            Encoding.ASCII.GetBytes(text.Replace("\"queried_values\":[[[", "\"queried_values\":[[[2147483647,", StringComparison.Ordinal)));
        Assert.Equal("queried_values", error.Where);
    }

    [Fact]
    public void OtherFilesAreRefused()
    {
        string[] texts =
        [
            string.Empty, "hello", "{}", "[]", "{\"claim\":1}", "[1]", "[\"0x\"]", "[\"0xzz\"]", "[\"0xffffffffffff\"]",
            "BZh9", "BZhxxxxx", "[[", "null",
        ];
        foreach (string text in texts)
        {
            Refuse(Encoding.ASCII.GetBytes(text));
        }
    }

    [Fact]
    public void ClaimLayoutIsTheReferenceTable()
    {
        JsonElement[] table = [.. SharedProofs.ReadJson("component_table.json").GetProperty("components").EnumerateArray()];
        Assert.Equal(table.Select(c => c.GetProperty("name").GetString()), ClaimLayout.Components.Select(c => c.Name));
        Assert.Equal(table.Select(c => c.GetProperty("trace_columns").GetInt32()), ClaimLayout.Components.Select(c => c.TraceColumns));
        Assert.Equal(
            table.Select(c => c.GetProperty("interaction_columns").GetInt32()), ClaimLayout.Components.Select(c => c.InteractionColumns));
        Assert.Equal(83, ClaimLayout.EnableBitCount);
        Assert.Equal("memory_id_to_big", ClaimLayout.Components[ClaimLayout.MemoryIdToBig].Name);
        Assert.Equal("generic_opcode", ClaimLayout.Components[ClaimLayout.GenericOpcode].Name);
        Assert.Equal("memory_address_to_id", ClaimLayout.Components[ClaimLayout.MemoryAddressToId].Name);
    }

    private static VerifyError Refuse(ReadOnlySpan<byte> bytes)
    {
        Assert.False(ProofDecoder.TryDecode(bytes, out CairoProof? proof, out VerifyError? error));
        Assert.Null(proof);
        Assert.Equal(VerifyErrorKind.Malformed, error.Kind);
        return error;
    }
}
