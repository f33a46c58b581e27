using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Proofs;

/// <summary>The felt array from front to back: every element as it was written, or an error that names its place.</summary>
public sealed class FeltSequenceTests
{
    [Fact]
    public void SmallAndLargeFeltsComeInOrder()
    {
        string[] texts = ["0x0", "0xffffffffffffffff", "0x10000000000000000", "0x7", $"{-Felt.One}", "0x00000000000000000001", "0xAbC"];
        FeltSequence sequence = Of(texts);
        foreach (string text in texts)
        {
            Assert.False(sequence.AtEnd);
            Assert.Equal(Felt.Parse(text), sequence.Felt());
        }

        Assert.True(sequence.AtEnd);
        Refused(() => sequence.Felt(), "another felt");
    }

    [Fact]
    public void IntegersAreWithinTheirBound()
    {
        Assert.Equal(7UL, Of("0x7").Integer(7));
        Refused(() => Of("0x8").Integer(7), "an integer from 0 to 7 at felt 0");
        Assert.Equal(uint.MaxValue, Of("0xffffffff").Word());
        Refused(() => Of("0x100000000").Word(), "4294967295");
        Refused(() => Of("0x7fffffff").Base(), "2147483646");
        Assert.Equal(M31.Modulus - 1, Of("0x7ffffffe").Base().Value);
        Refused(() => Of("0x80000000").Int(), "2147483647");

        // The lowest 64 bits of a large felt are no integer, whichever they are.
        Refused(() => Of("0x10000000000000003").Integer(7), "an integer from 0 to 7");
        FeltSequence sequence = Of("0x1", "0x10000000000000003", "0x2");
        sequence.Felt();
        Assert.False(sequence.NextIsWord);
        sequence.Felt();
        Assert.True(sequence.NextIsWord);
        Assert.Equal(1, sequence.Left);
        sequence.Word();
        Assert.False(sequence.NextIsWord);
    }

    [Fact]
    public void SecureElementsAreFourBases()
    {
        Assert.Equal(new QM31(1, 2, 3, 4), Of("0x1", "0x2", "0x3", "0x4").Secure());
        Refused(() => Of("0x1", "0x2", "0x3").Secure(), "another felt");
    }

    [Fact]
    public void LengthsAreAtMostWhatIsLeft()
    {
        Assert.Equal([5U, 6U], Of("0x2", "0x5", "0x6").Array(1, felts => felts.Word()));
        Assert.Empty(Of("0x0").Array(1, felts => felts.Word()));
        Refused(() => Of("0x3", "0x5", "0x6").Array(1, felts => felts.Word()), "at most 2 elements at felt 0");
        Refused(() => Of("0x2", "0x5", "0x6", "0x7").Array(2, felts => felts.Word()), "at most 1 elements");
        Refused(() => Of("0x2", "0x5", "0x6").Array(1, felts => felts.Word(), max: 1), "at most 1 elements");
        Refused(() => Of("0x7fffffff").Array(1, felts => felts.Word()), "at most 0 elements");
        Assert.Equal([5U], Of("0x1", "0x5").Exactly(1, felts => felts.Word()));
        Refused(() => Of("0x2", "0x5", "0x6").Exactly(1, felts => felts.Word()), "1 elements at felt 0");
        Refused(() => Of("0x2", "0x5").Exactly(2, felts => felts.Word()), "another felt");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("1")]
    [InlineData("\"0x1\"")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[\"1\"]")]
    [InlineData("[\"0x\"]")]
    [InlineData("[\"0X1\"]")]
    [InlineData("[\"0x1g\"]")]
    [InlineData("[\"0x-1\"]")]
    [InlineData("[[\"0x1\"]]")]
    [InlineData("[\"0x800000000000011000000000000000000000000000000000000000000000001\"]")]
    [InlineData("[\"0x00000000000000000000000000000000000000000000000000000000000000001\"]")]
    public void WhatIsNoFeltIsRefused(string json) =>
        Assert.Throws<ProofFormatException>(() => new FeltSequence(Encoding.ASCII.GetBytes(json)));

    [Theory]
    [InlineData("[")]
    [InlineData("[\"0x1\"")]
    [InlineData("[\"0x1\",]")]
    [InlineData("[\"0x1\"]]")]
    [InlineData("[] []")]
    public void WhatIsNoJsonIsRefused(string json) =>
        Assert.ThrowsAny<JsonException>(() => new FeltSequence(Encoding.ASCII.GetBytes(json)));

    [Fact]
    public void ErrorsNameThePartBeingRead()
    {
        FeltSequence sequence = Of("0x1");
        sequence.Where = "queries";
        ProofFormatException error = Assert.Throws<ProofFormatException>(() => sequence.Integer(0));
        Assert.Equal("queries", error.Error.Where);
        Assert.Equal("1", error.Error.Got);
    }

    private static FeltSequence Of(params string[] felts) =>
        new(Encoding.ASCII.GetBytes($"[{string.Join(',', felts.Select(felt => $"\"{felt}\""))}]"));

    private static void Refused(Action read, string expected) =>
        Assert.Contains(expected, Assert.Throws<ProofFormatException>(read).Error.Expected, StringComparison.Ordinal);
}
