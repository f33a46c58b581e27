using FsCheck;
using FsCheck.Fluent;
using Kraken.Explorer.Abi;
using Xunit;

namespace Kraken.Explorer.Tests.Abi;

public sealed class AbiTypeTests
{
    [Theory]
    [InlineData("core::felt252", "felt252")]
    [InlineData("core::array::Array::<core::integer::u256>", "Array<u256>")]
    [InlineData("@core::array::Span::<(core::felt252, core::array::Array::<core::bool>)>", "Span<(felt252, Array<bool>)>")]
    [InlineData("()", "()")]
    public void TypesReadWithTheirArguments(string text, string shown) => Assert.Equal(shown, AbiType.Parse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@a")]
    public void WhatIsNoTypeIsRefused(string text) => Assert.Null(AbiType.Parse(text));

    [Fact]
    public void AnyTextIsReadOrRefused()
    {
        Gen<string> texts = Gen.Elements("a", "::<", ">", "(", ")", ",", "@", " ").ListOf().Select(parts => string.Concat(parts));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            AbiType.Parse(text)?.ToString();
            return true;
        }).QuickCheckThrowOnFailure();
    }
}
