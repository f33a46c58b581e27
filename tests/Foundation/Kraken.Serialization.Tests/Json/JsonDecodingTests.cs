using System;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Xunit;

namespace Kraken.Serialization.Tests.Json;

/// <summary>Foreign JSON ends in a value or in an error that names its place, whatever it spells.</summary>
public sealed class JsonDecodingTests
{
    [Theory]
    [InlineData("""{"a":[{"b":"0x5"}]}""", null)]
    [InlineData("""{"a":[{"b":5}]}""", "a[0].b")]
    [InlineData("""{"a":[{"b":"0x5"},{"b":"0x"}]}""", "a[1].b")]
    [InlineData("""{"a":[{}]}""", "a[0].b")]
    [InlineData("""{"a":[7]}""", "a[0]")]
    [InlineData("""{"a":{"b":"0x5"}}""", "a")]
    [InlineData("""{}""", "a")]
    [InlineData("""[]""", "")]
    [InlineData("""{"a":[{"b":"0x1"},{"b":"0x1"},{"b":"0x1"}]}""", "a")]
    public void TheFirstFaultIsNamedByItsPath(string json, string? path)
    {
        ImmutableArray<Felt> Felts(JsonNode node) => node["a"].List(2, item => item["b"].Felt());
        bool read = Decode(json, Felts, out ImmutableArray<Felt> felts, out DecodeError? error);
        Assert.Equal(path is null, read);
        Assert.Equal(path, error?.Path);
        Assert.Equal(path is null, !felts.IsDefault);
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a\ud800":1,"name":"INVOKE"}""")]
    [InlineData("""{"name":"\udc00"}""")]
    [InlineData("""{"n\ud800me":"INVOKE"}""")]
    public void HalfASurrogatePairIsNoTextAndNoName(string json)
    {
        Assert.False(Decode(json, node => node["name"].Word([("DECLARE", 1)]), out int _, out DecodeError? error));
        Assert.Equal("DECLARE", error!.Expected);
        Assert.False(Decode(json, node => node["name"].Text(3), out string? _, out error));
        Assert.Equal("a string of at most 3 characters", error!.Expected);
    }

    [Fact]
    public void TextLongerThanTheBoundIsRefusedBeforeItIsRead()
    {
        Assert.True(JsonDecoding.TryDecode("[1]"u8.ToArray(), 3, node => node.IsArray, out bool _, out DecodeError? error));
        Assert.Null(error);
        Assert.False(JsonDecoding.TryDecode("[1] "u8.ToArray(), 3, node => node.IsArray, out bool _, out error));
        Assert.Equal("at most 3 bytes", error!.Expected);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("\u0001")]
    public void WhatIsNoJsonIsAnError(string json)
    {
        Assert.False(Decode(json, node => node.IsArray, out bool _, out DecodeError? error));
        Assert.Equal("JSON", error!.Expected);
    }

    [Fact]
    public void DeepNestingIsAnError() =>
        Assert.False(Decode(new string('[', 5000) + new string(']', 5000), node => node.IsArray, out bool _, out _));

    [Fact]
    public void WhatIsShownOfAFaultIsShort()
    {
        Assert.False(Decode($$"""{"a":"{{new string('x', 5000)}}"}""", node => node["a"].Felt(), out Felt _, out DecodeError? error));
        Assert.InRange(error!.Got.Length, 1, 100);
    }

    /// <summary>The parser lets pass texts that are no UTF-8: they are shown with what stands for such bytes.</summary>
    [Fact]
    public void BytesThatAreNoUtf8AreAnErrorOfTheirPlace()
    {
        byte[] json = [.. """{"a":"0x"""u8, 0xff, .. "\"}"u8];
        Assert.False(JsonDecoding.TryDecode(json, 1 << 20, node => node["a"].Felt(), out Felt _, out DecodeError? error));
        Assert.Equal(("a", "\"0x\ufffd\""), (error!.Path, error.Got));
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.False(JsonDecoding.TryDecode(document.RootElement, node => node["a"].Text(10), out string? _, out error));
        Assert.Equal("a", error!.Path);
        Assert.False(JsonDecoding.TryDecode(document.RootElement, node => node.Element.GetRawText(), out string? _, out error));
        Assert.Equal("texts that can be read", error!.Expected);
    }

    private static bool Decode<T>(string json, Func<JsonNode, T> decode, out T? value, out DecodeError? error) =>
        JsonDecoding.TryDecode(Encoding.UTF8.GetBytes(json), 1 << 20, decode, out value, out error);
}
