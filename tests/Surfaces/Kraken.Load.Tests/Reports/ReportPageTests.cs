using System;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kraken.Charts;
using Kraken.Load.Reports;
using Xunit;

namespace Kraken.Load.Tests.Reports;

/// <summary>The page asks no network for anything, and what nodes said is text in it.</summary>
public sealed partial class ReportPageTests
{
    public static TheoryData<string> Pages =>
    [
        ReportPage.Write(SampleReports.Run().JudgedBy(SampleReports.Objectives("p99=1s")), "kraken load --nodes " + SampleReports.Hostile),
        ReportPage.Write(SampleReports.Knee(), "kraken load --find-knee"),
        ReportPage.Write(SampleReports.Run(0, 0), "kraken load --duration 0"),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void NothingIsFetchedAndNothingRuns(string page)
    {
        Match reference = Reference().Match(page);
        Assert.False(reference.Success, reference.Value);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.All(Tag().Matches(page), tag => Assert.Contains(tag.Groups[1].Value, (string[])
        [
            "!doctype", "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "b", "code", "table", "tr", "td", "th", "svg",
            "rect", "text", "path",
        ]));
    }

    [Fact]
    public void ChartsAreXmlOfTheirOwnWhateverTheNumbers()
    {
        ChartSeries[] hostile =
        [
            new(SampleReports.Hostile.Replace("\u001b", "", StringComparison.Ordinal), [(0, 1), (1, null), (2, 1e300), (3, 0), (4, 5)]),
            new("empty", []),
        ];
        foreach (string svg in (string[])
            [
                new LineChart("<&>", "\"", "'").ToSvg([.. hostile]), new LineChart("none", "ms", "s").ToSvg(),
                ReportCharts.Rates(SampleReports.Run()), ReportCharts.Latencies(SampleReports.Run()),
                ReportCharts.Knee(SampleReports.Knee()),
            ])
        {
            XElement root = XElement.Parse(svg);
            Assert.Equal("svg", root.Name.LocalName);
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", svg, StringComparison.Ordinal);
        }
    }

    // A namespace of XML is a name, not an address.
    [GeneratedRegex("""<[^>]*\b(src|href|action|data|background|poster|srcset)\s*=|@import|url\(|<link|<iframe|<img|<object|<base""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    [GeneratedRegex("<([!a-zA-Z0-9]+)")]
    private static partial Regex Tag();
}
