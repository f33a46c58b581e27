using System;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.Node.Configuration.Yaml;
using Xunit;

namespace Kraken.Node.Tests.Yaml;

/// <summary>YAML of a person's hand: each thing once, within bounds, and every refusal with its line and column.</summary>
public sealed class YamlFileTests
{
    [Fact]
    public void TextsListsAndMappingsComeWithTheirPlaces()
    {
        YamlMap root = Parse("# comment\na: text\nb:\n  - x\n  - {c: 'no', d: 0x1f}\n").Map("a", "b");
        Assert.Equal("text", root.Get("a").Text());
        YamlList list = root.Get("b").List(2);
        Assert.Equal("x", list.Entries[0].Text());
        YamlNode inner = list.Entries[1].Map("c", "d").Get("d");
        Assert.Equal(("0x1f", "b[1].d", 5L), (inner.Text(), inner.Place.Path, inner.Place.Line));
        Assert.Equal("no", list.Entries[1].Map("c", "d").Get("c").Text());
    }

    [Theory]
    [InlineData("", "expected a mapping, got nothing")]
    [InlineData("a: 1\na: 2", "line 2, column 1: expected each name once, got 'a' again, which stands in line 1")]
    [InlineData("a: &x 1\nb: *x", "line 1, column 4: a: expected a value, got an anchor, an alias or a tag")]
    [InlineData("a: !!int 1", "got an anchor, an alias or a tag")]
    [InlineData("a: 1\n---\nb: 2", "expected one document, got another")]
    [InlineData("a: [1, 2", "expected YAML")]
    [InlineData(" - {\ne: 1", "expected YAML")]
    [InlineData("s: \nl:\n  - e: ''\n    i:\n    s:\n[\nr", "expected YAML")]
    [InlineData("? [1]\n: 2", "expected a name of 1 to 64 characters, got a list")]
    [InlineData("'': 2", "expected a name of 1 to 64 characters, got nothing")]
    public void WhatIsNotAllowedIsSaidWithItsPlace(string yaml, string problem)
    {
        string message = Refusal(yaml);
        Assert.StartsWith("chain.yaml, line ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void MembersOfOtherNamesAndMissingOnesAreSaid()
    {
        YamlNode root = Parse("a: 1\nc: 2\n");
        Assert.Contains(
            "line 2, column 1: expected one of a, b, got 'c'",
            Assert.Throws<InvalidDataException>(() => root.Map("a", "b")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "expected a member 'd', there is none",
            Assert.Throws<InvalidDataException>(() => root.Map("a", "c").Get("d")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "a: expected a mapping, got '1'",
            Assert.Throws<InvalidDataException>(() => root.Map("a", "c").Get("a").Map("x")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AKeysLengthIsBounded()
    {
        string name = new('k', YamlLimits.MaxKeyLength);
        Assert.Equal("1", Parse($"{name}: 1").Map(name).Get(name).Text());
        Assert.Contains("expected a name of 1 to 64", Refusal($"{name}k: 1"), StringComparison.Ordinal);
    }

    [Fact]
    public void BytesAreBounded()
    {
        string filled = "a: 1\n".PadRight(YamlLimits.MaxBytes, '\n');
        Assert.Equal("1", Parse(filled).Map("a").Get("a").Text());
        Assert.Contains("expected a file of at most 1048576 bytes, got 1048577", Refusal(filled + "\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void LevelsAreBounded()
    {
        Assert.NotNull(Parse(Nested(YamlLimits.MaxDepth)));
        Assert.Contains("expected at most 12 levels", Refusal(Nested(YamlLimits.MaxDepth + 1)), StringComparison.Ordinal);
        Assert.Contains("expected at most 12 levels", Refusal(Nested(100_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void ValuesAreBounded()
    {
        Assert.Equal(YamlLimits.MaxNodes - 1, ((YamlList)Parse(Many(YamlLimits.MaxNodes - 1))).Entries.Length);
        Assert.Contains("expected at most 100000 values", Refusal(Many(YamlLimits.MaxNodes)), StringComparison.Ordinal);
    }

    [Fact]
    public void BytesThatAreNoTextAreRefused() => Assert.Contains(
        "expected UTF-8",
        Assert.Throws<InvalidDataException>(() => YamlFile.Parse([0x61, 0x3a, 0x20, 0xff], "chain.yaml")).Message,
        StringComparison.Ordinal);

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static string Many(int count) => $"[{string.Join(',', Enumerable.Repeat("1", count))}]";

    private static YamlNode Parse(string yaml) => YamlFile.Parse(Encoding.UTF8.GetBytes(yaml), "chain.yaml");

    private static string Refusal(string yaml) => Assert.Throws<InvalidDataException>(() => Parse(yaml)).Message;
}
