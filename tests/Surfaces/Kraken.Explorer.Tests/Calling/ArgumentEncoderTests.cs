using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Calling;
using Xunit;

namespace Kraken.Explorer.Tests.Calling;

/// <summary>What people type, by the types of an ABI. Felts are those of Starknet's serialisation of Cairo values.</summary>
public sealed class ArgumentEncoderTests
{
    private static readonly ContractAbi Abi = ContractAbi.Parse(
        """
        [{"type":"struct","name":"a::Point","members":[{"name":"x","type":"core::integer::u8"},{"name":"y","type":"core::integer::u256"}]},
         {"type":"enum","name":"a::Kind","variants":[{"name":"None","type":"()"},{"name":"Some","type":"core::integer::u8"}]},
         {"type":"struct","name":"a::Deep","members":[{"name":"next","type":"core::array::Array::<a::Deep>"}]}]
        """);

    [Theory]
    [InlineData("core::felt252", "7", "0x7")]
    [InlineData("core::felt252", "0xff", "0xff")]
    [InlineData("core::felt252", "-1", "0x800000000000011000000000000000000000000000000000000000000000000")]
    [InlineData("core::felt252", "'STRK'", "0x5354524b")]
    [InlineData("core::felt252", "1_000", "0x3e8")]
    [InlineData("core::integer::u8", "255", "0xff")]
    [InlineData("core::integer::i8", "-128", "0x800000000000010ffffffffffffffffffffffffffffffffffffffffffffff81")]
    [InlineData("core::integer::u256", "0x100000000000000000000000000000005", "0x5 0x1")]
    [InlineData("core::bool", "true", "0x1")]
    [InlineData("core::bool", "false", "0x0")]
    [InlineData("core::starknet::contract_address::ContractAddress", "0x0012", "0x12")]
    [InlineData("core::byte_array::ByteArray", "hi", "0x0 0x6869 0x2")]
    [InlineData(
        "core::byte_array::ByteArray", "0123456789012345678901234567890A",
        "0x1 0x30313233343536373839303132333435363738393031323334353637383930 0x41 0x1")]
    [InlineData("core::byte_array::ByteArray", "", "0x0 0x0 0x0")]
    [InlineData("core::array::Array::<core::integer::u8>", "[1, \"2\", \"0x3\"]", "0x3 0x1 0x2 0x3")]
    [InlineData("core::array::Span::<core::integer::u256>", "[]", "0x0")]
    [InlineData("(core::integer::u8, core::bool)", "[3, true]", "0x3 0x1")]
    [InlineData("a::Point", """{"x": 1, "y": 340282366920938463463374607431768211456}""", "0x1 0x0 0x1")]
    [InlineData("a::Kind", "None", "0x0")]
    [InlineData("a::Kind", "\"None\"", "0x0")]
    [InlineData("a::Kind", """{"Some": 9}""", "0x1 0x9")]
    public void ValuesBecomeTheirFelts(string type, string text, string felts)
    {
        ArgumentEncoder encoder = Encode(type, text);
        Assert.Null(encoder.Problem);
        Assert.Equal(felts, string.Join(' ', encoder.Felts));
        if (!type.Contains("i8", StringComparison.Ordinal))
        {
            // What is read again takes exactly these felts.
            ValueDecoder decoder = new(Abi, encoder.Felts, new DecodingBudget());
            decoder.Read(AbiType.Parse(type)!);
            Assert.False(decoder.Failed);
            Assert.Empty(decoder.Rest);
        }
    }

    [Theory]
    [InlineData("core::felt252", "", "n: expected a number, 0x..., or 'short text', got nothing")]
    [InlineData("core::felt252", "0x", "expected a number")]
    [InlineData("core::felt252", "0x800000000000011000000000000000000000000000000000000000000000001", "from -")]
    [InlineData("core::felt252", "'0123456789012345678901234567890A'", "at most 31 ASCII characters")]
    [InlineData("core::integer::u8", "256", "u8 from 0 to 255, got '256'")]
    [InlineData("core::integer::u8", "-1", "u8 from 0 to 255")]
    [InlineData("core::integer::i8", "-129", "i8 from -128 to 127")]
    [InlineData("core::bool", "2", "true or false")]
    [InlineData("core::array::Array::<core::integer::u8>", "1", "an array")]
    [InlineData("core::array::Array::<core::integer::u8>", "[1, 300]", "n[1]: expected u8 from 0 to 255")]
    [InlineData("core::array::Array::<core::integer::u8>", "[1,", "JSON such as [1, 2, 3]")]
    [InlineData("(core::integer::u8, core::bool)", "[3]", "an array of 2")]
    [InlineData("a::Point", """{"x": 1}""", "n.y: expected a member \"y\"")]
    [InlineData("a::Kind", "Other", "JSON such as")]
    [InlineData("a::Kind", "\"Other\"", "a variant of Kind: None, Some")]
    [InlineData("a::Kind", "\"Some\"", "with a value of Kind")]
    public void WhatIsNoValueIsSaid(string type, string text, string problem) =>
        Assert.Contains(problem, Encode(type, text).Problem?.ToString(), StringComparison.Ordinal);

    [Fact]
    public void FeltsAreBounded()
    {
        // The number of elements is a felt as well.
        Assert.Null(Encode("core::array::Array::<core::felt252>", List(ExplorerLimits.ArgumentFelts - 1)).Problem);
        Assert.Contains(
            $"at most {ExplorerLimits.ArgumentFelts} felts",
            Encode("core::array::Array::<core::felt252>", List(ExplorerLimits.ArgumentFelts)).Problem?.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void TextIsBounded()
    {
        Assert.Null(Encode("core::byte_array::ByteArray", new string('x', ExplorerLimits.ArgumentText)).Problem);
        Assert.Contains(
            "characters",
            Encode("core::byte_array::ByteArray", new string('x', ExplorerLimits.ArgumentText + 1)).Problem?.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void DepthIsBounded()
    {
        static string Nested(int depth) => new StringBuilder()
            .Insert(0, "{\"next\":[", depth).Append("{\"next\":[]}").Insert(0, "", 0).Append(string.Concat(Enumerable.Repeat("]}", depth)))
            .ToString();
        Assert.Null(Encode("a::Deep", Nested(2)).Problem);
        Assert.NotNull(Encode("a::Deep", Nested(ExplorerLimits.ArgumentDepth)).Problem);
        Assert.NotNull(Encode("a::Deep", Nested(1000)).Problem);
    }

    [Fact]
    public void AnyTextIsReadOrRefused() => Prop.ForAll<string, int>((text, index) =>
    {
        string[] types =
            ["core::felt252", "core::integer::i128", "core::array::Array::<a::Point>", "a::Kind", "core::byte_array::ByteArray", "x"];
        ArgumentEncoder encoder = Encode(types[(int)((uint)index % types.Length)], text ?? "");
        return encoder.Problem is not null || encoder.Felts.Count > 0;
    }).QuickCheckThrowOnFailure();

    private static string List(int count) => $"[{string.Join(',', Enumerable.Repeat("1", count))}]";

    private static ArgumentEncoder Encode(string type, string text)
    {
        ArgumentEncoder encoder = new(Abi);
        encoder.Add("n", AbiType.Parse(type)!, text);
        return encoder;
    }
}
