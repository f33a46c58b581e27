using System;
using System.Linq;
using System.Text.Json.Nodes;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Kraken.Sierra.ToIL.Values;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests.Values;

/// <summary>Functions run with values that people write.</summary>
public sealed class NativeFunctionTests
{
    private const string Wide = "BoundedInt<-340282366920938463463374607431768211456, 340282366920938463463374607431768211456>";

    private const string U256 = "Struct<ut@core::integer::u256, u128, u128>";

    [Theory]
    [InlineData("felt252", "5", "5")]
    [InlineData("felt252", "\"0xff\"", "255")]
    [InlineData("felt252", "\"3618502788666131213697322783095070105623107215331596699973092056135872020480\"",
        "3618502788666131213697322783095070105623107215331596699973092056135872020480")]
    [InlineData("u8", "255", "255")]
    [InlineData("i8", "-128", "-128")]
    [InlineData("i64", "-1", "-1")]
    [InlineData("u128", "\"340282366920938463463374607431768211455\"", "340282366920938463463374607431768211455")]
    [InlineData("i128", "\"-170141183460469231731687303715884105728\"", "-170141183460469231731687303715884105728")]
    [InlineData("BoundedInt<-5, 5>", "-5", "-5")]
    [InlineData(Wide, "-1", "-1")]
    [InlineData(Wide, "\"-340282366920938463463374607431768211456\"", "-340282366920938463463374607431768211456")]
    [InlineData(Wide, "\"340282366920938463463374607431768211456\"", "340282366920938463463374607431768211456")]
    [InlineData("BoundedInt<-340282366920938463463374607431768211456, -7>", "-7", "-7")]
    [InlineData("felt252", "-1", "3618502788666131213697322783095070105623107215331596699973092056135872020480")]
    [InlineData("NonZero<u64>", "7", "7")]
    [InlineData("NonZero<felt252>", "-1", "3618502788666131213697322783095070105623107215331596699973092056135872020480")]
    public void NumbersComeBackAsTheyWere(string type, string given, string expected) =>
        Assert.Equal(expected, Identity(type, given)!.GetValue<string>());

    [Theory]
    [InlineData("Struct<ut@Pair, u8, Struct<ut@Inner, felt252, i16>>", """[1,["2",-3]]""", """["1",["2","-3"]]""")]
    [InlineData("Enum<ut@E, u8, Struct<ut@Unit>, Struct<ut@Pair, u8, felt252>>", "[0,7]", """[0,"7"]""")]
    [InlineData("Enum<ut@E, u8, Struct<ut@Unit>, Struct<ut@Pair, u8, felt252>>", "[1]", "[1,[]]")]
    [InlineData("Enum<ut@E, u8, Struct<ut@Unit>, Struct<ut@Pair, u8, felt252>>", "[2,[8,9]]", """[2,["8","9"]]""")]
    [InlineData("Array<felt252>", "[]", "[]")]
    [InlineData("Array<u128>", "[1,2,3]", """["1","2","3"]""")]
    [InlineData("Array<Struct<ut@Pair, u8, felt252>>", "[[1,2],[3,4]]", """[["1","2"],["3","4"]]""")]
    [InlineData("Box<Array<u8>>", "[1,2]", """["1","2"]""")]
    [InlineData("Nullable<u64>", "null", null)]
    [InlineData("Nullable<u64>", "6", "\"6\"")]
    public void StructuresComeBackAsTheyWere(string type, string given, string? expected) =>
        Assert.Equal(expected, Identity(type, given)?.ToJsonString());

    [Theory]
    [InlineData("u8", "256", "from 0 to 255, got 256")]
    [InlineData("u8", "-1", "from 0 to 255, got -1")]
    [InlineData("u8", "1.5", "got 1.5")]
    [InlineData("u8", "[1]", "got [1]")]
    [InlineData("u8", "null", "got null")]
    [InlineData("u8", "\"\"", "got \"\"")]
    [InlineData("u8", "\"0x\"", "got \"0x\"")]
    [InlineData("felt252", "\"3618502788666131213697322783095070105623107215331596699973092056135872020481\"", "expected a felt252")]
    [InlineData("Array<u8>", "7", "expected a list")]
    [InlineData("Struct<ut@Pair, u8, felt252>", "[1]", "2 members, got 1")]
    [InlineData("Enum<ut@E, u8, felt252>", "[2,1]", "variant below 2")]
    [InlineData("Enum<ut@E, u8, felt252>", "[]", "variant below 2")]
    [InlineData("Enum<ut@E, u8, felt252>", "[-1,1]", "variant below 2")]
    [InlineData("NonZero<u64>", "0", "argument 1: expected a u64 other than zero, got 0")]
    [InlineData("NonZero<u128>", "\"0x0\"", "argument 1: expected a u128 other than zero, got \"0x0\"")]
    [InlineData("NonZero<felt252>", "0", "argument 1: expected a felt252 other than zero, got 0")]
    [InlineData("NonZero<BoundedInt<-5, 5>>", "0", "argument 1: expected a BoundedInt other than zero, got 0")]
    [InlineData($"NonZero<{U256}>", "[0,0]", "argument 1: expected a Struct other than zero, got [0,0]")]
    [InlineData("Array<NonZero<u8>>", "[1,0]", "argument 1[1]: expected a u8 other than zero, got 0")]
    [InlineData("Array<Struct<ut@Pair, u8, felt252>>", "[[1,2],[256,2]]", "argument 1[1][0]: expected a u8 from 0 to 255, got 256")]
    [InlineData("Enum<ut@E, u8, felt252>", "[0,256]", "argument 1[1]: expected a u8")]
    [InlineData("Array<felt252>", """["\ud800"]""", "argument 1[0]: expected a felt252")]
    [InlineData("Array<felt252>", """["1\udc00"]""", "argument 1[0]: expected a felt252")]
    [InlineData("felt252", """["\ud800"]""", "argument 1: expected a felt252")]
    [InlineData("Array<felt252>", """{"a":1,"a":2}""", "argument 1: expected a list")]
    [InlineData("Enum<ut@E, u8, felt252>", """["\ud800",1]""", "argument 1: expected [variant below 2")]
    public void WhatIsNoValueOfItsTypeIsRefusedByName(string type, string given, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Identity(type, given)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(199, true)]
    [InlineData(200, false)]
    [InlineData(2000, false)]
    public void BoxesNestAsDeepAsOtherTypes(int boxes, bool isTaken)
    {
        string type = Boxed(boxes);
        if (isTaken)
        {
            Assert.Equal("7", Identity(type, "7")!.GetValue<string>());
            return;
        }

        FormatException refusal = Assert.Throws<FormatException>(() => Identity(type, "7"));
        Assert.Equal("argument 1: expected a type that nests at most 200 deep, got one that nests deeper", refusal.Message);
    }

    [Theory]
    [InlineData(199, true)]
    [InlineData(200, false)]
    [InlineData(2000, false)]
    public void BoxesThatAProgramMadeAreReadAsDeep(int boxes, bool isRead)
    {
        string wraps = string.Join(
            '\n', Enumerable.Range(0, boxes).Select(i => $"into_box<{Boxed(i)}>(v) -> (v)\nstore_temp<{Boxed(i + 1)}>(v) -> (v)"));
        SierraMachine machine = new($"fn main(v: felt252) -> ({Boxed(boxes)})\n{wraps}\nreturn(v)\n");
        NativeFunctionResult Call() => NativeFunction.Run(machine.Native!, machine.Registry, 0, ["7"], 0, SierraMachine.TokenPrices);
        if (isRead)
        {
            Assert.Equal("7", Call().Values.Single()!.GetValue<string>());
            return;
        }

        Assert.Contains("nests more than 200 deep", Assert.Throws<NotSupportedException>(Call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheNumberOfArgumentsIsThatOfTheParametersWithContent()
    {
        FormatException refusal = Assert.Throws<FormatException>(() => Run("u8"));
        Assert.Contains("expected 1 arguments (u8), got 0", refusal.Message, StringComparison.Ordinal);
    }

    private static string Boxed(int boxes) =>
        string.Concat(Enumerable.Repeat("Box<", boxes)) + "felt252" + new string('>', boxes);

    private static JsonNode? Identity(string type, string value) => Run(type, JsonNode.Parse(value));

    private static JsonNode? Run(string type, params JsonNode?[] arguments)
    {
        SierraMachine machine = new($"""
            fn main(v: {type}) -> ({type})
            store_temp<{type}>(v) -> (v)
            return(v)
            """);
        NativeFunctionResult result = NativeFunction.Run(
            machine.Native!, machine.Registry, 0, arguments, 1_000_000, SierraMachine.TokenPrices);
        Assert.Equal(1_000_000ul, result.Gas);
        return result.Values.Single();
    }
}
