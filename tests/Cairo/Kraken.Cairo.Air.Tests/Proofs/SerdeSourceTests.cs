using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Proofs;

/// <summary>The data model of the structured formats, each kind of value in JSON and in bytes: read, or refused by name.</summary>
public sealed class SerdeSourceTests
{
    private static readonly ImmutableArray<string> Names = ["first", "second"];

    [Theory]
    [InlineData("5", 5UL)]
    [InlineData("0", 0UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    public void IntegersAreRead(string json, ulong value) => Assert.Equal(value, Json(json).Integer(8, ulong.MaxValue));

    [Theory]
    [InlineData("-1")]
    [InlineData("6")]
    [InlineData("1.5")]
    [InlineData("1e0")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("18446744073709551616")]
    public void OtherIntegersAreRefused(string json) => Refused(() => Json(json).Integer(8, 5), "an integer from 0 to 5");

    [Fact]
    public void BytesOfIntegersAreLittleEndian()
    {
        BincodeSource source = new([1, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(1UL, source.Integer(1, 9));
        Assert.Equal(2UL, source.Integer(4, 9));
        Assert.False(source.AtEnd);
        Assert.Equal(3UL, source.Integer(8, 9));
        Assert.True(source.AtEnd);
        Refused(() => source.Integer(1, 9), "1 bytes at offset 13");
        Refused(() => new BincodeSource([0, 1, 0, 0]).Integer(4, 9), "9 at offset");
        Refused(() => new BincodeSource([0, 1, 0, 0]).Integer(4, 9), "an integer");
    }

    [Fact]
    public void OptionsAreAByteOrNull()
    {
        Assert.True(new BincodeSource([1]).IsPresent());
        Assert.False(new BincodeSource([0]).IsPresent());
        Refused(() => new BincodeSource([2]).IsPresent(), "0 to 1");
        Assert.False(Json("null").IsPresent());
        Assert.True(Json("0").IsPresent());
    }

    [Fact]
    public void FieldsAreNamedInErrors()
    {
        SerdeSource field = Json("{\"a\":{\"b\":-1}}").Field("a").Field("b");
        Assert.Equal("b", field.Where);
        ProofFormatException error = Assert.Throws<ProofFormatException>(() => field.U32());
        Assert.Equal("b", error.Error.Where);
        Refused(() => Json("{\"a\":1}").Field("b"), "field b");
        Refused(() => Json("[1]").Field("b"), "field b");
        Assert.Equal("x", new BincodeSource([]).Field("x").Where);
    }

    [Fact]
    public void SequencesEndWhereTheyEnd()
    {
        Assert.Equal([1, 2, 3], Json("[1,2,3]").Array(item => item.Int(9)));
        Refused(() => Json("[1,2,3]").Array(item => item.Int(9), max: 2), "at most 2 elements");
        Refused(() => Json("{}").Array(item => item.Int(9)), "an array");
        Assert.Equal(2, Json("[1,2]").Tuple(2).Count());
        Refused(() => Json("[1,2]").Tuple(3), "an array of 3");
        byte[] two = [2, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 8, 0, 0, 0];
        Assert.Equal([7, 8], new BincodeSource(two).Array(item => item.Int(9)));
        Refused(() => new BincodeSource(two).Array(item => item.Int(9), max: 1), "at most 1 elements");

        // A length that no rest can hold is refused before anything is read.
        Refused(() => new BincodeSource([9, 0, 0, 0, 0, 0, 0, 0, 1]).Sequence(), "0 to 1");
        Refused(() => new BincodeSource([1, 0, 0, 0, 0, 0, 0, 0, 1]).Array(item => item.U32()), "4 bytes at offset 8");
    }

    [Fact]
    public void VariantsAreNamesOrIndices()
    {
        Assert.Equal(1, Json("\"second\"").Variant(Names));
        Refused(() => Json("\"third\"").Variant(Names), "first or second");
        Refused(() => Json("1").Variant(Names), "first or second");
        Assert.Equal(1, new BincodeSource([1, 0, 0, 0]).Variant(Names));
        Refused(() => new BincodeSource([2, 0, 0, 0]).Variant(Names), "0 to 1");
    }

    [Fact]
    public void SecureElementsAreTwoPairs()
    {
        Assert.Equal(new QM31(1, 2, 3, 4), Json("[[1,2],[3,4]]").Secure());
        string[] others = ["[1,2,3,4]", "[[1,2]]", "[[1,2],[3]]", "[[1,2],[3,4,5]]", "[[1,2],[3,2147483647]]", "[[1,2],[3,-4]]"];
        foreach (string json in others)
        {
            Assert.Throws<ProofFormatException>(() => Json(json).Secure());
        }

        Assert.Equal(new QM31(1, 0, 0, 2), new BincodeSource([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0]).Secure());
        Assert.Throws<ProofFormatException>(() => new BincodeSource([0xff, 0xff, 0xff, 0x7f]).Base());
    }

    [Fact]
    public void BasesAreCanonical()
    {
        Assert.Equal([0U, M31.Modulus - 1], Json("[0,2147483646]").Bases().Select(value => value.Value));
        Refused(() => Json("[0,2147483647]").Bases(), "an integer below 2147483647");
        Refused(() => Json("{}").Bases(), "an array");
        Refused(() => Json("[[]]").Bases(), "an integer below");
        Assert.Equal(5U, new BincodeSource([1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0]).Bases()[0].Value);
        Refused(() => new BincodeSource([2, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0]).Bases(), "0 to 1");
    }

    [Fact]
    public void BytesAreOfTheLengthAskedFor()
    {
        byte[] read = new byte[3];
        Json("[1,2,255]").Bytes(read);
        Assert.Equal([1, 2, 255], read);
        Refused(() => Json("[1,2]").Bytes(new byte[3]), "an array of 3");
        Refused(() => Json("[1,2,256]").Bytes(new byte[3]), "a byte");
        Refused(() => Json("[1,2,\"3\"]").Bytes(new byte[3]), "a byte");
        new BincodeSource([4, 5, 6]).Bytes(read);
        Assert.Equal([4, 5, 6], read);
        Refused(() => new BincodeSource([4, 5]).Bytes(new byte[3]), "3 bytes at offset 0");
    }

    [Fact]
    public void TextsAreBounded()
    {
        Assert.Equal("12", Json("\"12\"").Text(2));
        Assert.Equal("", Json("\"\"").Text(2));
        Refused(() => Json("\"123\"").Text(2), "at most 2 characters");
        Refused(() => Json("12").Text(2), "a text");
        Assert.Equal("12", new BincodeSource([2, 0, 0, 0, 0, 0, 0, 0, (byte)'1', (byte)'2']).Text(2));
        Refused(() => new BincodeSource([3, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]).Text(2), "0 to 2");
        Refused(() => new BincodeSource([200, 0, 0, 0, 0, 0, 0, 0]).Text(1000), "0 to 128");
    }

    /// <summary>Field elements are texts of digits, hashes are bytes; what follows a number of elements tells which.</summary>
    [Fact]
    public void TextsAreToldFromHashes()
    {
        byte[] length = [1, 0, 0, 0, 0, 0, 0, 0];
        Assert.True(new BincodeSource([.. length, 2, 0, 0, 0, 0, 0, 0, 0, (byte)'4', (byte)'2']).HoldsTexts());
        Assert.False(new BincodeSource([.. length, 2, 0, 0, 0, 0, 0, 0, 0, (byte)'4', (byte)'a']).HoldsTexts());
        Assert.False(new BincodeSource([.. length, 3, 0, 0, 0, 0, 0, 0, 0, (byte)'4', (byte)'2']).HoldsTexts());
        Assert.False(new BincodeSource([.. length, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'4', (byte)'2']).HoldsTexts());
        Assert.False(new BincodeSource([.. length, 77, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat((byte)'1', 77)]).HoldsTexts());
        Assert.False(new BincodeSource(length).HoldsTexts());
        Assert.True(Json("[\"1\"]").HoldsTexts());
        Assert.False(Json("[[1]]").HoldsTexts());
        Assert.False(Json("[]").HoldsTexts());
    }

    private static JsonSource Json(string text) => new(JsonDocument.Parse(text).RootElement, "value");

    private static void Refused(Action read, string expected) =>
        Assert.Contains(expected, Assert.Throws<ProofFormatException>(read).Error.Expected, StringComparison.Ordinal);
}
