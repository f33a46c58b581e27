using System;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Xunit;

namespace Kraken.Serialization.Tests.Json;

public sealed class HexadecimalTests
{
    [Fact]
    public void FeltsSurviveTheirText() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            Felt value = Felt.FromBytesBigEndianReduced(bytes.Length > 32 ? bytes[..32] : bytes);
            Span<byte> text = stackalloc byte[66];
            int length = Hexadecimal.Format(value, text);
            return Hexadecimal.TryParse(text[..length], out Felt parsed) && parsed == value
                && Encoding.ASCII.GetString(text[..length]) == value.ToString();
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("12")]
    [InlineData("0xg")]
    [InlineData("0x 1")]
    [InlineData("0x800000000000011000000000000000000000000000000000000000000000001")]
    [InlineData("0x00000000000000000000000000000000000000000000000000000000000000001")]
    public void TextThatIsNoFeltIsRefused(string text) => Assert.False(Hexadecimal.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("0x800000000000011000000000000000000000000000000000000000000000000")]
    [InlineData("0X0800000000000011000000000000000000000000000000000000000000000000")]
    public void TheLargestFeltIsRead(string text)
    {
        Assert.True(Hexadecimal.TryParse(Encoding.ASCII.GetBytes(text), out Felt value));
        Assert.Equal(-Felt.One, value);
    }
}
