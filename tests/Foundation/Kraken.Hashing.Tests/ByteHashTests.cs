using System;
using System.Linq;
using System.Security.Cryptography;
using Kraken.Fields;
using Xunit;

namespace Kraken.Hashing.Tests;

/// <summary>The byte hashes against published digests and independent implementations.</summary>
public sealed class ByteHashTests
{
    [Fact]
    public void Blake2sOfTheRfc() =>
        Assert.Equal("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982", Blake("abc"u8));

    [Fact]
    public void FirstDrawOfTheBlakeChannel()
    {
        // The zero digest, the counter and a zero byte; stwo-cairo's test of draw_u32s.
        byte[] digest = new byte[Blake2s.DigestSize];
        Blake2s.Hash(new byte[37], digest);
        Assert.Equal(1508103417u, BitConverter.ToUInt32(digest, 0));
        Assert.Equal(49928118u, BitConverter.ToUInt32(digest, 4));
    }

    [Fact]
    public void Blake2sAroundTheBlockBoundaries()
    {
        // Digests of the bytes 0, 1, ..., 250, 0, 1, ... by Python's hashlib.
        Assert.Equal("69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9", Blake(Counting(0)));
        Assert.Equal("e34d74dbaf4ff4c6abd871cc220451d2ea2648846c7757fbaac82fe51ad64bea", Blake(Counting(1)));
        Assert.Equal("e57cb79487dd57902432b250733813bd96a84efce59f650fac26e6696aefafc3", Blake(Counting(63)));
        Assert.Equal("56f34e8b96557e90c1f24b52d0c89d51086acf1b00f634cf1dde9233b8eaaa3e", Blake(Counting(64)));
        Assert.Equal("1b53ee94aaf34e4b159d48de352c7f0661d0a40edff95a0b1639b4090e974472", Blake(Counting(65)));
        Assert.Equal("1fa877de67259d19863a2a34bcc6962a2b25fcbf5cbecd7ede8f1fa36688a796", Blake(Counting(128)));
        Assert.Equal("5bd169e67c82c2c2e98ef7008bdf261f2ddf30b1c00f9e7f275bb3e8a28dc9a2", Blake(Counting(129)));
        Assert.Equal("203d6441349213c6b2b727d0ac6beb365f32938cef2cd0677f2a6b7f8cb02dd7", Blake(Counting(300)));
    }

    [Fact]
    public void Keccak256AroundTheRateBoundaries()
    {
        // Digests of the same bytes by an implementation that also gives hashlib's SHA3-256 under the other padding.
        Assert.Equal("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", Keccak256(Counting(0)));
        Assert.Equal("bc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a", Keccak256(Counting(1)));
        Assert.Equal("cbdfd9dee5faad3818d6b06f95a219fd290b0e1706f6a82e5a595b9ce9faca62", Keccak256(Counting(135)));
        Assert.Equal("7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e", Keccak256(Counting(136)));
        Assert.Equal("ac73d4fae68b8453f764007c1a20ce95994187861f0c3227a3a8e99a73a3b1db", Keccak256(Counting(137)));
        Assert.Equal("4699841dafd5e26cca72b05a41d38c96b4b468e5a6cbf694cbebe77dacdf6528", Keccak256(Counting(300)));
        Assert.Equal("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", Keccak256([]));
        Assert.Equal("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45", Keccak256("abc"u8));
    }

    [Fact]
    public void SelectorsOfStarknet()
    {
        Assert.Equal(Felt.Parse("0x99cd8bde557814842a3121e8ddfd433a539b8c9f14bf31ebf108d12e6196e9"), Selector.FromName("Transfer"));
        Assert.Equal(Felt.Parse("0x15d40a3d6ca2ac30f4031e42be28da9b056fef9bb7357ac5e85627ee876e5ad"), Selector.FromName("__execute__"));
        Assert.Equal(Felt.Zero, Selector.FromName("__default__"));
        Assert.Equal(Felt.Zero, Selector.FromName("__l1_default__"));
    }

    [Fact]
    public void Sha256CompressionAgreesWithThePlatform()
    {
        foreach (int length in new[] { 0, 1, 55, 56, 64, 200 })
        {
            byte[] message = Counting(length);
            byte[] padded = [.. message, 0x80, .. new byte[(119 - (length % 64)) % 64], .. Enumerable.Range(0, 8)
                .Select(i => (byte)(((ulong)length * 8) >> (56 - (8 * i))))];
            Assert.Equal(0, padded.Length % 64);
            uint[] state = Sha256.InitialState.ToArray();
            for (int block = 0; block < padded.Length; block += 64)
            {
                uint[] words = [.. Enumerable.Range(0, 16)
                    .Select(i => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(block + (4 * i))))];
                Sha256.Compress(state, words);
            }

            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(message)), string.Concat(state.Select(w => w.ToString("x8", null))));
        }
    }

    [Fact]
    public void Sha512CompressionAgreesWithThePlatform()
    {
        foreach (int length in new[] { 0, 1, 111, 112, 127, 128, 300, 1_000 })
        {
            byte[] message = Counting(length);
            byte[] padded = [.. message, 0x80, .. new byte[(239 - (length % 128)) % 128], .. new byte[8], .. Enumerable.Range(0, 8)
                .Select(i => (byte)(((ulong)length * 8) >> (56 - (8 * i))))];
            Assert.Equal(0, padded.Length % 128);
            ulong[] state = Sha512.InitialState.ToArray();
            for (int block = 0; block < padded.Length; block += 128)
            {
                ulong[] words = [.. Enumerable.Range(0, 16)
                    .Select(i => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(padded.AsSpan(block + (8 * i))))];
                Sha512.Compress(state, words);
            }

            Assert.Equal(Convert.ToHexStringLower(SHA512.HashData(message)), string.Concat(state.Select(w => w.ToString("x16", null))));
        }
    }

    private static byte[] Counting(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];

    private static string Blake(ReadOnlySpan<byte> input)
    {
        byte[] digest = new byte[Blake2s.DigestSize];
        Blake2s.Hash(input, digest);
        return Convert.ToHexStringLower(digest);
    }

    private static string Keccak256(ReadOnlySpan<byte> input)
    {
        byte[] digest = new byte[Keccak.DigestSize];
        Keccak.Hash256(input, digest);
        return Convert.ToHexStringLower(digest);
    }
}
