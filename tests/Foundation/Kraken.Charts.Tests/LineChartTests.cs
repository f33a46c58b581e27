using System;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace Kraken.Charts.Tests;

public sealed class LineChartTests
{
    [Fact]
    public void ALineGoesThroughItsPointsAndBreaksWhereThereIsNone()
    {
        string svg = new LineChart("t", "u", "a").ToSvg(new ChartSeries("s", [(0, 0), (5, 10), (10, null)]));

        // From the lower left corner to the middle at the top.
        Assert.Equal("M62 240L403 46", Paths(svg)[^1]);
    }

    [Fact]
    public void APointWithoutNeighboursIsADot()
    {
        string svg = new LineChart("t", "u", "a").ToSvg(new ChartSeries("s", [(0, 10), (5, null), (10, 0), (8, 10)]));
        Assert.Equal(["M62 46h0", "M62 46M744 240L607.6 46"], Paths(svg)[^2..]);
    }

    [Fact]
    public void AnAxisMayBeginNearItsFirstPoint()
    {
        string svg = new LineChart("t", "u", "block") { Width = 380, Height = 240, StartsAtFirstPoint = true }
            .ToSvg(new ChartSeries("s", [(1234, 1), (1270, 1)]));
        Assert.Equal(["1232", "1240", "1248", "1256", "1264", "1272"], Texts(svg).Where(text => text.Length == 4 && text[0] == '1'));

        // Two fortieths of the way from 1232 to 1272.
        Assert.Equal("M77.1 46L348.9 46", Paths(svg)[^1]);
    }

    [Fact]
    public void OnePointHasAnAxisToo()
    {
        string svg = new LineChart("t", "u", "block") { StartsAtFirstPoint = true }.ToSvg(new ChartSeries("s", [(7, 3)]));
        Assert.Contains("M62 46h0", Paths(svg));
        Assert.Contains("7", Texts(svg));
        Assert.Contains("8", Texts(svg));
    }

    [Fact]
    public void NamesAreEscapedAndTheTitleIsTold()
    {
        XElement root = XElement.Parse(new LineChart("<&>", "\"", "'").ToSvg(new ChartSeries("<script>", [(1, 1e300), (2, 0)])));
        Assert.Equal(("img", "<&>"), (root.Attribute("role")?.Value, root.Attribute("aria-label")?.Value));
        Assert.Contains("<script>", Texts(root.ToString()));
        Assert.DoesNotContain("NaN", root.ToString(), StringComparison.Ordinal);
    }

    private static string[] Paths(string svg) =>
        [.. Elements(svg, "path").Select(path => path.Attribute("d")!.Value)];

    private static string[] Texts(string svg) => [.. Elements(svg, "text").Select(text => text.Value)];

    private static XElement[] Elements(string svg, string name) =>
        [.. XElement.Parse(svg).Elements().Where(element => element.Name.LocalName == name)];
}
