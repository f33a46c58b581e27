using System;
using Xunit;

namespace Kraken.Serialization.Tests;

/// <summary>Words of somebody else on one line.</summary>
public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("plain, with ünïcode 漢 and 🦑", "plain, with ünïcode 漢 and 🦑")]
    [InlineData("a\nb\rc\td", "a b c d")]
    [InlineData("\u001b[2J", "\\u{1b}[2J")]
    [InlineData("a\u202eb\u2028c\ue000d\u0378", "a\\u{202e}b\\u{2028}c\\u{e000}d\\u{378}")]
    public void WhatSteersATerminalIsSpelled(string text, string line)
    {
        Assert.Equal(line, ForeignText.Line(text, 100));
        Assert.Equal(line, ForeignText.Line(line, 100));
    }

    [Fact]
    public void ALineBearsSoMuch()
    {
        Assert.Equal(new string('x', 50), ForeignText.Line(new string('x', 50), 50));
        Assert.Equal(new string('x', 50) + " ...", ForeignText.Line(new string('x', 51), 50));
        Assert.Equal(" ...", ForeignText.Line("\u001b", 5));
        Assert.Equal("\ufffd", ForeignText.Line("\ud800", 5));
        Assert.Throws<ArgumentNullException>(() => ForeignText.Line(null!, 5));
    }
}
