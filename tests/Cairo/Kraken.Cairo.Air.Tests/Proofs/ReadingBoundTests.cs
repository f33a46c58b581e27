using System;
using System.Linq;
using System.Text;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Proofs;

/// <summary>
/// What a file says of its sizes never makes its reader take more than a gibibyte or ten seconds: at each limit, and one past it.
/// </summary>
public sealed class ReadingBoundTests
{
    private const long Little = 48L << 20;
    private const long Most = 1L << 30;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static CairoProof<Blake2sHash> Genuine =>
        (CairoProof<Blake2sHash>)SharedProofs.Read("ret_opcode.canonical_small.proof.bin.bz2");

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    [InlineData(400_000, false)]
    public void PartsOfTheMemoryAreAtMostSixteen(int parts, bool isReadable)
    {
        CairoProof<Blake2sHash> proof = WithParts(parts);
        foreach (ProofFormat format in (ProofFormat[])[ProofFormat.Json, ProofFormat.Binary])
        {
            byte[] file = ProofEncoder.Encode(proof, format);
            if (isReadable)
            {
                Assert.True(ProofDecoder.TryDecode(file, out CairoProof? read, out VerifyError? error), $"{error}");
                Assert.Equal(parts, read.Claim.BigLogSizes!.Length);
            }
            else
            {
                Assert.Equal("big_log_sizes", Refuse(file, format == ProofFormat.Json ? 512L << 20 : Little).Where);
            }
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(10_000_000)]
    public void PartsOfTheMemoryAreAtMostSixteenInFeltsToo(int parts)
    {
        string before = Felts(1 + (4 * PublicSegments.Count) + 1 + 2 + 6, "0x0") + Felts(ClaimLayout.MemoryIdToBig, "0x1") + "\"0x0\",";
        byte[] file = Encoding.ASCII.GetBytes($"[{before}\"0x{parts:x}\",{Felts(Math.Min(parts, 100_000), "0x4").TrimEnd(',')}]");
        VerifyError error = Refuse(file, Little);
        Assert.Equal("memory_id_to_big", error.Where);
        Assert.Contains("at most 16", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void TheClaimIsCheckedBeforeItsColumnsAreLaidOut()
    {
        CairoProof<Blake2sHash> proof = WithParts(1_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        VerifyError? error = CairoVerifier.Verify(proof);
        Assert.Equal(VerifyErrorKind.Claim, error!.Kind);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Little);
    }

    [Theory]
    [InlineData("0x0")]
    [InlineData("0xfffffffffffffffff")]
    [InlineData("0x1000000")]
    public void TheLargestArrayOfFeltsIsReadWithinTheBounds(string felt)
    {
        string item = $"\"{felt}\",";
        byte[] file = new byte[ProofDecoder.MaxBytes];
        file.AsSpan().Fill((byte)' ');
        file[0] = (byte)'[';
        int count = (file.Length - 2) / item.Length;

        // The first felt claims as many cells as the reader believes, and the rest are cells.
        string first = $"\"0x{(count - 1) / 9:x}\"";
        int place = 1 + Encoding.ASCII.GetBytes(first + ",", file.AsSpan(1));
        byte[] bytes = Encoding.ASCII.GetBytes(item);
        for (; place + bytes.Length < file.Length - 8; place += bytes.Length)
        {
            bytes.CopyTo(file, place);
        }

        file[place - 1] = (byte)']';
        Refuse(file, Most);
    }

    [Fact]
    public void TokensOfJsonAreBounded()
    {
        // The object, its member, the array's two brackets and the closing brace are five tokens.
        Refuse(Tokens(ProofLimits.MaxJsonTokens - 5), Most);
        VerifyError error = Refuse(Tokens(ProofLimits.MaxJsonTokens - 4), Little);
        Assert.Contains("tokens", error.Expected, StringComparison.Ordinal);
        byte[] widest = Tokens((ProofDecoder.MaxBytes / 2) - 10);
        Assert.Contains("tokens", Refuse(widest, Little).Expected, StringComparison.Ordinal);

        static byte[] Tokens(int numbers) =>
            Encoding.ASCII.GetBytes($"{{\"claim\":[{string.Concat(Enumerable.Repeat("0,", numbers - 1))}0]}}");
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "unpacked")]
    public void UnpackedBytesAreBounded(int beyond, string expected)
    {
        byte[] file = Bzip2Codec.Compress(new byte[ProofLimits.MaxUnpackedBytes + beyond]);
        Assert.InRange(file.Length, 1, 6000);
        Assert.Contains(expected, Refuse(file, 512L << 20).Expected, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void TheStreamThatUnpacksSlowestIsReadWithinTheBounds()
    {
        byte[] content = new byte[ProofLimits.MaxUnpackedBytes];
        new Random(3).NextBytes(content);
        Refuse(Bzip2Codec.Compress(content), Most);
    }

    /// <summary>The unpacker makes tables anew for each block and drops them: what it takes is counted in time.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void TheStreamOfTheMostBlocksIsReadWithinTheBounds() =>
        Refuse(Bzip2Blocks.Tiny(ProofLimits.MaxPackedBytes), long.MaxValue);

    [Fact]
    public void PackedBytesAreBounded()
    {
        byte[] genuine = Bzip2Codec.Decompress(Bzip2Blocks.Tiny(1_000), 1_000);
        Assert.NotEmpty(genuine);
        Assert.All(genuine, letter => Assert.Equal((byte)'a', letter));
        byte[] file = new byte[ProofLimits.MaxPackedBytes + 1];
        Bzip2Blocks.Tiny(file.Length).CopyTo(file, 0);
        VerifyError error = Refuse(file, Little);
        Assert.Equal(($"at most {ProofLimits.MaxPackedBytes} bytes packed", $"{file.Length}"), (error.Expected, error.Got));
    }

    [Fact]
    public void NothingMayFollowACompressedProof()
    {
        byte[] file = ProofEncoder.Encode(Genuine, ProofFormat.Binary);
        Assert.True(ProofDecoder.TryDecode(file, out _, out _));
        Assert.Equal("bzip2", Refuse([.. file, 0], Most).Where);
        Assert.Equal("bzip2", Refuse([.. file, .. file], Most).Where);
        Assert.Equal("bzip2", Refuse([.. file, .. Bzip2Codec.Compress([])], Most).Where);
    }

    /// <summary>The bound of what is packed holds without packing too.</summary>
    [Fact]
    public void AnUnpackedProofIsAsLongAsAPackedOneMayBe()
    {
        byte[] mark = "KRAKENPROOF1\n"u8.ToArray();
        byte[] largest = [.. mark, .. new byte[ProofLimits.MaxUnpackedBytes]];
        Assert.DoesNotContain("at most", Refuse(largest, Most).Expected, StringComparison.Ordinal);
        VerifyError error = Refuse([.. largest, 0], Most);
        Assert.Equal($"at most {ProofLimits.MaxUnpackedBytes} bytes", error.Expected);
        Assert.Equal($"{ProofLimits.MaxUnpackedBytes + 1}", error.Got);
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00\ud800":{}}""")]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":{"b":1,"c":2,"b":3}}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}""")]
    [InlineData("""{"claim":1} {"claim":1}""")]
    [InlineData("""{"claim":1,}""")]
    public void TextsThatNoWriterWritesAreRefused(string text) => Refuse(Encoding.UTF8.GetBytes(text), Little);

    [Fact]
    public void MembersAndTextsAreBounded()
    {
        string members = string.Join(',', Enumerable.Range(0, ProofLimits.MaxJsonMembers).Select(i => $"\"m{i}\":0"));
        Assert.DoesNotContain("members", Refuse(Encoding.ASCII.GetBytes($"{{{members}}}"), Little).Expected, StringComparison.Ordinal);
        Assert.Contains("members", Refuse(Encoding.ASCII.GetBytes($"{{{members},\"more\":0}}"), Little).Expected, StringComparison.Ordinal);
        string longest = new('1', ProofLimits.MaxJsonText);
        Assert.DoesNotContain(
            "a text", Refuse(Encoding.ASCII.GetBytes($"{{\"{longest}\":\"{longest}\"}}"), Little).Expected, StringComparison.Ordinal);
        foreach (string value in (string[])[$"{{\"a\":{longest}1}}", $"{{\"{longest}1\":1}}", $"{{\"a\":\"{longest}1\"}}"])
        {
            Assert.Contains("a text", Refuse(Encoding.ASCII.GetBytes(value), Little).Expected, StringComparison.Ordinal);
        }

        VerifyError huge = Refuse(Encoding.ASCII.GetBytes($"{{\"{new string('x', 10_000_000)}\":1}}"), Little);
        Assert.InRange(huge.ToString().Length, 1, 200);
    }

    [Theory]
    [InlineData(ProofFormat.CairoSerde)]
    [InlineData(ProofFormat.Json)]
    [InlineData(ProofFormat.Binary)]
    [InlineData(ProofFormat.UnpackedBinary)]
    public void TheSaltIsAnyWordAndIsTakenModuloThePrime(ProofFormat format)
    {
        uint salt = Genuine.ChannelSalt;
        foreach (uint given in (uint[])[M31.Modulus - 1, M31.Modulus, uint.MaxValue, salt + M31.Modulus, salt + 1])
        {
            byte[] encoded = ProofEncoder.Encode(Genuine with { ChannelSalt = given }, format);
            Assert.True(ProofDecoder.TryDecode(encoded, out CairoProof? proof, out VerifyError? error), $"{error}");
            Assert.Equal(given, proof.ChannelSalt);
            Assert.Equal(given == salt + M31.Modulus, CairoVerifier.Verify(proof) is null);
        }
    }

    [Fact]
    public void TheLastLayersSizeIsNeverNegative()
    {
        string text = Encoding.ASCII.GetString(ProofEncoder.Encode(Genuine, ProofFormat.Json));
        int place = text.IndexOf("\"last_layer_poly\"", StringComparison.Ordinal);
        int size = text.IndexOf("\"log_size\":0", place, StringComparison.Ordinal);
        foreach (int log in (int[])[30, 31, 32])
        {
            VerifyError error =
                Refuse(Encoding.ASCII.GetBytes(string.Concat(text.AsSpan(0, size), $"\"log_size\":{log}", text.AsSpan(size + 12))), Most);
            Assert.DoesNotContain("-", error.Expected, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SamplesColumnsAndLayersAreBounded()
    {
        CairoProof<Blake2sHash> proof = Genuine;
        FriProof<Blake2sHash> fri = proof.Stark.Fri;
        CairoProof<Blake2sHash> layers = proof with
        {
            Stark = proof.Stark with
            {
                Fri = fri with { InnerLayers = [.. Enumerable.Repeat(fri.FirstLayer, ProofLimits.MaxFriLayers + 1)] },
            },
        };
        CairoProof<Blake2sHash> columns = proof with
        {
            Stark = proof.Stark with
            {
                SampledValues = [[.. Enumerable.Repeat(Array.Empty<QM31>(), ProofLimits.MaxColumns + 1)], [], [], []],
            },
        };
        CairoProof<Blake2sHash> samples = proof with
        {
            Stark = proof.Stark with { SampledValues = [[[default, default, default]], [], [], []] },
        };
        foreach (CairoProof<Blake2sHash> altered in (CairoProof<Blake2sHash>[])[layers, columns, samples])
        {
            Assert.Contains("at most", Refuse(ProofEncoder.Encode(altered, ProofFormat.Json), Most).Expected, StringComparison.Ordinal);
            Assert.Contains("at most", Refuse(ProofEncoder.Encode(altered, ProofFormat.Binary), Most).Expected, StringComparison.Ordinal);
        }
    }

    private static CairoProof<Blake2sHash> WithParts(int parts)
    {
        CairoProof<Blake2sHash> genuine = Genuine;
        int first = genuine.Claim.Instances().TakeWhile(instance => instance.Component < ClaimLayout.MemoryIdToBig).Count();
        int old = genuine.Claim.BigLogSizes!.Length;
        return genuine with
        {
            Claim = genuine.Claim with { BigLogSizes = [.. Enumerable.Repeat(4, parts)] },
            ClaimedSums = [.. genuine.ClaimedSums[..first], .. new QM31[parts], .. genuine.ClaimedSums[(first + old)..]],
        };
    }

    private static string Felts(int count, string felt) => string.Concat(Enumerable.Repeat($"\"{felt}\",", count));

    private static VerifyError Refuse(byte[] file, long bytes)
    {
        TimeSpan start = ThreadTime.Now;
        long before = GC.GetAllocatedBytesForCurrentThread();
        VerificationReport report = ProofFileVerifier.Verify(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes);
        Assert.InRange(ThreadTime.Now - start, TimeSpan.Zero, Longest);
        Assert.Null(report.Statement);
        Assert.Equal(VerifyErrorKind.Malformed, report.Error!.Kind);
        return report.Error;
    }
}
