using Kraken.Execution.Errors;
using Kraken.Fields;
using Xunit;

namespace Kraken.Execution.Tests.Errors;

public sealed class PanicTextTests
{
    private static readonly Felt Magic = Felt.Parse("0x46a6158a16a947e5916b2a2ca68501a45e93d7110e81aa2d6438b1c57c879a3");

    [Fact]
    public void AShortStringIsShownBesideItsHex() =>
        Assert.Equal("0x6661696c ('fail')", PanicText.Format([Felt.FromShortString("fail")]));

    [Fact]
    public void SeveralItemsAreATuple() =>
        Assert.Equal("(0x1, 0x6661696c ('fail'), 0x0 (''))", PanicText.Format([1, Felt.FromShortString("fail"), 0]));

    [Fact]
    public void NothingIsAnEmptyTuple() => Assert.Equal("()", PanicText.Format([]));

    [Fact]
    public void AByteArrayIsQuoted()
    {
        Felt word = Felt.FromShortString("0123456789abcdef0123456789abcde");
        Assert.Equal(
            "(\"0123456789abcdef0123456789abcdefgh\", 0x2)", PanicText.Format([Magic, 1, word, Felt.FromShortString("fgh"), 3, 2]));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(2)]
    public void AMalformedByteArrayIsShownItemByItem(int pendingLength) =>
        Assert.Contains(
            "0x46a6158a16a947e5916b2a2ca68501a45e93d7110e81aa2d6438b1c57c879a3",
            PanicText.Format([Magic, 0, Felt.FromShortString("fgh"), pendingLength]));

    [Fact]
    public void MissingLeadingBytesOfAWordAreEscapedNulls() =>
        Assert.Equal("\"\\0\\0a\"", PanicText.Format([Magic, 0, Felt.FromShortString("a"), 3]));
}
