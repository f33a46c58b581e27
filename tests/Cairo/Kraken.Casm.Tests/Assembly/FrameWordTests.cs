using System.Globalization;
using System.Numerics;
using Kraken.Casm.Assembly;
using Kraken.Casm.Hints;
using Kraken.Fields;
using Xunit;

namespace Kraken.Casm.Tests.Assembly;

/// <summary>Words and bounds that several projects need, against the values of cairo-lang and of the Sierra compiler.</summary>
public sealed class FrameWordTests
{
    [Fact]
    public void WordsAreThoseOfCompiledPrograms()
    {
        Assert.Equal(Felt.Parse("0x208b7fff7fff7ffe"), CasmAssembler.ReturnWord);
        Assert.Equal(Felt.Parse("0x40780017fff7fff"), CasmAssembler.AddApWord);
        Assert.Equal(Felt.Parse("0x1104800180018000"), CasmAssembler.CallWord);
        Assert.Equal(Felt.Parse("0x10780017fff7fff"), CasmAssembler.JumpWord);
    }

    [Fact]
    public void ArcsAreBoundedAsTheCompilerBoundsThem()
    {
        Assert.Equal(BigInteger.Parse("3544607988759775765608368578435044694", CultureInfo.InvariantCulture), ArcBounds.ThirdHigh);
        Assert.Equal(BigInteger.Parse("5316911983139663648412552867652567041", CultureInfo.InvariantCulture), ArcBounds.HalfHigh);
    }
}
