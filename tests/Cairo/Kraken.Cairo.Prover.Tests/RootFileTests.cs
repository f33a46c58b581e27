using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Prover.Input;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>A user's file of computed roots: what was written is read, and nothing else.</summary>
public sealed class RootFileTests
{
    private const string Head = "kraken-roots 1 columns 1";
    private static readonly PreprocessedTree Poseidon = new("poseidon252", PreprocessedVariant.Canonical, 6, 31 - 1);
    private static readonly PreprocessedTree Blake = new("blake2s", PreprocessedVariant.CanonicalSmall, 6, 26);
    private static readonly PreprocessedTree Reduced = new("blake2s_m31", PreprocessedVariant.CanonicalSmall, 7, 30);

    private static readonly RootFile Two = RootFile.Empty.With(Reduced, new string('7', 64)).With(Blake, new string('e', 64));

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        foreach (RootFile file in (RootFile[])[RootFile.Empty, Two])
        {
            Assert.Null(RootFile.TryRead(file.Encode(), out RootFile? read));
            Assert.Equal(file.Count, read!.Count);
            Assert.Equal(file.Find(Blake), read.Find(Blake));
            Assert.Equal(file.Find(Reduced), read.Find(Reduced));
            Assert.Null(read.Find(Blake with { Height = 27 }));
            Assert.Null(read.Find(Poseidon));
            Assert.Equal(file.Encode(), read.Encode());
        }
    }

    [Fact]
    public void AnyDamageIsToldWithItsPlace()
    {
        byte[] whole = Two.Encode();
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 4;
            Refused("roots", damaged);
            Refused("roots", whole[..i]);
        }

        Refused("roots", [.. whole, (byte)'\n']);
        Refused("roots", new byte[RootFile.MaxBytes + 1]);
    }

    [Fact]
    public void AnotherVersionIsRefusedByName()
    {
        ProverInputError error = Refused("roots line 1", Encoding.ASCII.GetBytes(Summed("kraken-roots 1 columns 2")));
        Assert.Contains($"'{Head}'", error.Expected, StringComparison.Ordinal);
        Assert.Equal("'kraken-roots 1 columns 2'", error.Got);
    }

    [Theory]
    [InlineData("blake2s canonical_small 6 26")]
    [InlineData("blake2s gigantic 6 26 {e}")]
    [InlineData("keccak canonical_small 6 26 {e}")]
    [InlineData("blake2s canonical_small 6 25 {e}")]
    [InlineData("blake2s canonical_small 6 31 {e}")]
    [InlineData("blake2s canonical_small 0 26 {e}")]
    [InlineData("blake2s canonical_small 06 26 {e}")]
    [InlineData("blake2s canonical_small 6\0 26 {e}")]
    [InlineData("blake2s canonical_small 6 26 {E}")]
    [InlineData("blake2s canonical_small 6 26 eeee")]
    [InlineData("blake2s_m31 canonical_small 6 26 {f}")]
    [InlineData("poseidon252 canonical_small 6 26 0x00")]
    [InlineData("poseidon252 canonical_small 6 26 {e}")]
    [InlineData("blake2s canonical_small 1 21 {e}")]
    public void LinesThatMeanNothingOrContradictTheTableAreRefused(string line)
    {
        foreach (char digit in "eEf")
        {
            line = line.Replace($"{{{digit}}}", new string(digit, 64), StringComparison.Ordinal);
        }

        Refused("roots line 2", Encoding.ASCII.GetBytes(Summed($"{Head}\n{line}")));
    }

    [Fact]
    public void EachTreeStandsOnceAndInOrder()
    {
        string[] lines = Encoding.ASCII.GetString(Two.Encode()).Split('\n')[1..3];
        Assert.Null(RootFile.TryRead(Encoding.ASCII.GetBytes(Summed($"{Head}\n{lines[0]}\n{lines[1]}")), out _));
        Refused("roots line 3", Encoding.ASCII.GetBytes(Summed($"{Head}\n{lines[0]}\n{lines[0]}")));
        Refused("roots line 3", Encoding.ASCII.GetBytes(Summed($"{Head}\n{lines[1]}\n{lines[0]}")));
    }

    /// <summary>Roots change with the columns: whoever changes these raises the version, or old files pass for new ones.</summary>
    [Fact]
    public void TheVersionIsThatOfTheColumns()
    {
        string columns = string.Concat(Enum.GetValues<PreprocessedVariant>().Select(
            variant => PreprocessedRoots.TryGet("blake2s", variant, 1, out string? root) ? root : "?"));
        Assert.Equal(
            (1, "23c388be26fe7bd2"),
            (PreprocessedRootComputation.Version, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(columns)))[..16]));
    }

    private static string Summed(string text) =>
        $"{text}\nsha256-of-all-above {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))}\n";

    private static ProverInputError Refused(string where, byte[] content)
    {
        ProverInputError? error = RootFile.TryRead(content, out RootFile? file);
        Assert.NotNull(error);
        Assert.Null(file);
        Assert.StartsWith(where, error.Where, StringComparison.Ordinal);
        return error;
    }
}
