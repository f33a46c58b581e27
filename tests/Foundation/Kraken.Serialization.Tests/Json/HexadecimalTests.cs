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
    [InlineData("0X1")]
    [InlineData("0x 1")]
    [InlineData("0x800000000000011000000000000000000000000000000000000000000000001")]
    [InlineData("0x00000000000000000000000000000000000000000000000000000000000000001")]
    public void TextThatIsNoFeltIsRefused(string text) => Assert.False(Hexadecimal.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("0x800000000000011000000000000000000000000000000000000000000000000")]
    [InlineData("0x0800000000000011000000000000000000000000000000000000000000000000")]
    public void TheLargestFeltIsRead(string text)
    {
        Assert.True(Hexadecimal.TryParse(Encoding.ASCII.GetBytes(text), out Felt value));
        Assert.Equal(-Felt.One, value);
    }

    // Short texts are read digit by digit, longer ones at once: Felt.TryParse of characters reads all of them the first way.
    [Fact]
    public void TextsOfEachLengthAreReadAlike()
    {
        const string Digits = "7aBcDeF0123456789AbCdEf0123456789aBcDeF0123456789AbCdEf012345678";
        for (int count = 1; count <= 65; count++)
        {
            foreach (char last in "0fF9g/:@G`x ")
            {
                string text = $"0x{(Digits + Digits)[..(count - 1)]}{last}";
                bool isFelt = Felt.TryParse(text, out Felt expected);
                Assert.Equal(isFelt, Hexadecimal.TryParse(Encoding.ASCII.GetBytes(text), out Felt value));
                Assert.Equal(expected, value);
            }
        }
    }
}
