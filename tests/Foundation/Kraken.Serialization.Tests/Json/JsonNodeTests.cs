using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Xunit;

namespace Kraken.Serialization.Tests.Json;

/// <summary>
/// Each reader of a JSON value at its bounds and one past them; what is refused says where, what was expected and what came.
/// </summary>
public sealed class JsonNodeTests
{
    [Fact]
    public void NoItemIsReadBehindOneThatFailed()
    {
        int read = 0;
        ulong Number(JsonNode item)
        {
            read++;
            return item["n"].Number();
        }

        const string Items = """[{"n":1},4,4,{"n":2}]""";
        Assert.False(Decode(Items, node => node.List(9, Number), out ImmutableArray<ulong> _, out DecodeError? error));
        Assert.Equal(2, read);
        Assert.Equal("[1]", error?.Path);
    }

    [Theory]
    [InlineData("\"0x0\"", "0")]
    [InlineData("\"0xffffffffffffffff\"", "18446744073709551615")]
    [InlineData("\"0x0000000000000000000000000000000000000000000000000000000000000001\"", "1")]
    [InlineData("\"0x10000000000000000\"", null)]
    [InlineData("\"0x\"", null)]
    [InlineData("\"12\"", null)]
    [InlineData("12", null)]
    [InlineData("null", null)]
    public void IntegersOf64BitsInHexadecimal(string json, string? expected) =>
        Check(json, node => node.HexUInt64().ToString(CultureInfo.InvariantCulture), expected, "64 bits");

    [Theory]
    [InlineData("\"0xffffffffffffffffffffffffffffffff\"", "340282366920938463463374607431768211455")]
    [InlineData("\"0x100000000000000000000000000000000\"", null)]
    [InlineData("true", null)]
    public void IntegersOf128BitsInHexadecimal(string json, string? expected) =>
        Check(json, node => node.HexUInt128().ToString(CultureInfo.InvariantCulture), expected, "128 bits");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("18446744073709551616", null)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("1e3", null)]
    [InlineData("\"1\"", null)]
    public void Numbers(string json, string? expected) =>
        Check(json, node => node.Number().ToString(CultureInfo.InvariantCulture), expected, "a non-negative integer");

    [Theory]
    [InlineData("7", "7")]
    [InlineData("18446744073709551616", "18446744073709551615")]
    [InlineData("99999999999999999999999999999999", "18446744073709551615")]
    [InlineData("-99999999999999999999999999999999", null)]
    [InlineData("1.5", null)]
    [InlineData("\"7\"", null)]
    public void CountsOfAnySize(string json, string? expected) =>
        Check(json, node => node.Count().ToString(CultureInfo.InvariantCulture), expected, "a non-negative integer");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("10", "10")]
    [InlineData("11", null)]
    [InlineData("-1", null)]
    [InlineData("4294967296", null)]
    [InlineData("2.0", null)]
    public void SmallNumbersUpToTheirBound(string json, string? expected) =>
        Check(json, node => node.SmallNumber(10).ToString(CultureInfo.InvariantCulture), expected, "0 to 10");

    [Theory]
    [InlineData("true", "True")]
    [InlineData("false", "False")]
    [InlineData("\"true\"", null)]
    [InlineData("1", null)]
    [InlineData("null", null)]
    public void Booleans(string json, string? expected) => Check(json, node => node.Boolean().ToString(), expected, "a boolean");

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"abc\"", "abc")]
    [InlineData("\"\\u0061bc\"", "abc")]
    [InlineData("\"abcd\"", null)]
    [InlineData("3", null)]
    public void TextsUpToTheirLength(string json, string? expected) => Check(json, node => node.Text(3), expected, "at most 3 characters");

    [Theory]
    [InlineData("\"ONE\"", "1")]
    [InlineData("\"TWO\"", "2")]
    [InlineData("\"one\"", null)]
    [InlineData("\"ONE \"", null)]
    [InlineData("1", null)]
    public void WordsOfAList(string json, string? expected) =>
        Check(json, node => node.Word([("ONE", 1), ("TWO", 2)]).ToString(CultureInfo.InvariantCulture), expected, "one of ONE, TWO");

    [Fact]
    public void FeltsOfEverySpelling()
    {
        Random random = new(5);
        byte[] bytes = new byte[32];
        for (int i = 0; i < 500; i++)
        {
            random.NextBytes(bytes);
            bytes[0] &= (byte)(i % 2 == 0 ? 0x07 : 0xff);
            BigInteger value = new(bytes, isUnsigned: true, isBigEndian: true);
            string digits = Convert.ToHexString(bytes);
            digits = i % 3 == 0 ? digits.ToLowerInvariant() : digits;
            bool below = value < Felt.Modulus;
            Check($"\"0x{digits}\"", node => node.Felt().ToBigInteger().ToString(CultureInfo.InvariantCulture),
                below ? value.ToString(CultureInfo.InvariantCulture) : null, "a field element");
        }
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("[\"0x1\"]", 1)]
    [InlineData("[\"0x1\",\"0x2\",\"0x3\"]", 3)]
    public void ListsUpToTheirCount(string json, int count)
    {
        Assert.True(Decode(json, node => node.Felts(3), out ImmutableArray<Felt> felts, out _));
        Assert.Equal(count, felts.Length);
        Assert.True(Decode(json, node => node.List(3, item => item.Felt()), out ImmutableArray<Felt> items, out _));
        Assert.Equal(felts, items);
    }

    [Theory]
    [InlineData("[\"0x1\",\"0x2\",\"0x3\",\"0x4\"]", "")]
    [InlineData("{}", "")]
    [InlineData("\"0x1\"", "")]
    [InlineData("[\"0x1\",2]", "[1]")]
    [InlineData("[[\"0x1\"]]", "[0]")]
    public void OtherListsAreRefusedWithTheirPlace(string json, string path)
    {
        Assert.False(Decode(json, node => node.Felts(3), out ImmutableArray<Felt> _, out DecodeError? error));
        Assert.Equal(path, error!.Path);
        Assert.False(Decode(json, node => node.List(3, item => item.Felt()), out ImmutableArray<Felt> _, out error));
        Assert.Equal(path, error!.Path);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":null}""")]
    public void WhatIsOptionalMayBeMissingOrNull(string json)
    {
        Assert.True(Decode(json, node => node["a"].OptionalFelt(), out Felt? felt, out _));
        Assert.Null(felt);
        Assert.True(Decode(json, node => node["a"].OptionalFelts(1), out ImmutableArray<Felt> felts, out _));
        Assert.Empty(felts);
        Assert.True(Decode(json, node => node["a"].OptionalList(1, item => item.Boolean()), out ImmutableArray<bool> list, out _));
        Assert.Empty(list);
        Assert.False(Decode(json, node => node["a"].Felt(), out Felt _, out DecodeError? error));
        Assert.Equal(("a", "nothing"), (error!.Path, error.Got));
    }

    [Fact]
    public void WhatIsOptionalIsStillOfItsKind()
    {
        Assert.False(Decode("""{"a":7}""", node => node["a"].OptionalFelt(), out Felt? _, out _));
        Assert.False(Decode("""{"a":7}""", node => node["a"].OptionalFelts(1), out ImmutableArray<Felt> _, out _));
        Assert.False(Decode("""{"a":["0x1","0x2"]}""", node => node["a"].OptionalFelts(1), out ImmutableArray<Felt> _, out _));
    }

    [Fact]
    public void TheFirstOfSeveralFaultsIsTold()
    {
        Assert.False(Decode("""{"a":1,"b":2}""", node => (node["b"].Felt(), node["a"].Felt()), out (Felt, Felt) _, out DecodeError? error));
        Assert.Equal("b", error!.Path);
    }

    [Fact]
    public void AFaultOfAnInnerDecodingIsPlacedInTheOuterOne()
    {
        DecodeError inner = new("x[3]", "a field element", "7");
        Assert.False(Decode("""{"a":{"b":1}}""", node => { node["a"]["b"].Fail(inner); return 0; }, out int _, out DecodeError? error));
        Assert.Equal(("a.b.x[3]", "a field element", "7"), (error!.Path, error.Expected, error.Got));
    }

    [Theory]
    [InlineData("""{"Deref":1}""", true, "Deref")]
    [InlineData("""{"":1}""", true, "")]
    [InlineData("{}", false, "")]
    [InlineData("""{"a":1,"b":2}""", false, "")]
    [InlineData("[1]", false, "")]
    [InlineData("\"a\"", false, "")]
    public void TaggedValuesHaveOneMember(string json, bool taken, string name)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal(taken, JsonText.TryReadMember(document.RootElement, out string got, out _));
        Assert.Equal(name, got);
    }

    private static void Check(string json, Func<JsonNode, string> read, string? expected, string expectation)
    {
        bool decoded = Decode($$"""{"v":{{json}}}""", node => read(node["v"]), out string? value, out DecodeError? error);
        Assert.True(decoded == expected is not null, $"{json}: {error}");
        if (decoded)
        {
            Assert.Equal(expected, value);
            return;
        }

        Assert.Equal("v", error!.Path);
        Assert.Contains(expectation, error.Expected, StringComparison.Ordinal);
    }

    private static bool Decode<T>(string json, Func<JsonNode, T> decode, out T? value, out DecodeError? error) =>
        JsonDecoding.TryDecode(Encoding.UTF8.GetBytes(json), 1 << 20, decode, out value, out error);
}
