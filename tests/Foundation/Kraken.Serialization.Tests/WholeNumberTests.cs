using System.Text;
using Xunit;

namespace Kraken.Serialization.Tests;

/// <summary>Texts that are whole numbers, and bytes that are text.</summary>
public sealed class WholeNumberTests
{
    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("007", 7UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("18446744073709551616", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData(" 1", null)]
    [InlineData("1,000", null)]
    [InlineData("1.0", null)]
    [InlineData("0x1", null)]
    [InlineData("1\0", null)]
    [InlineData("\u0661", null)]
    public void DigitsAndNothingElseAreANumber(string? text, ulong? number) => Assert.Equal(number, WholeNumber.Read(text));

    [Fact]
    public void BytesThatAreNoTextAreRefused()
    {
        Assert.Equal("ü", StrictUtf8.Encoding.GetString([0xc3, 0xbc]));
        Assert.Throws<DecoderFallbackException>(() => StrictUtf8.Encoding.GetString([0xc3]));
        Assert.Throws<EncoderFallbackException>(() => StrictUtf8.Encoding.GetBytes("\ud800"));
        Assert.Empty(StrictUtf8.Encoding.GetPreamble());
    }
}
