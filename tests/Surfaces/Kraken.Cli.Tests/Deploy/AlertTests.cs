using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Kraken.Cli.Tests.Deploy;

/// <summary>Metrics as the code, its documentation, alert rules and the dashboard name them.</summary>
public sealed partial class AlertTests
{
    [Fact]
    public void TheDocumentedMetricsAreThoseOfTheCode()
    {
        string[] code =
        [
            .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*Meter.cs", SearchOption.AllDirectories)
                .SelectMany(path => Made().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value),
        ];
        Assert.True(code.Length > 60);
        Assert.Equal(code.Length, code.Distinct().Count());
        Assert.Equal(code.Order(StringComparer.Ordinal), Documented().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryAlertSaysWhatItIsAboutAndTheRunbookWhatToDo()
    {
        string runbook = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operating.md"));
        string[] names = [.. Rules().Select(rule => rule.Get("alert").Texts().Single())];
        Assert.True(names.Length >= 10);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(Rules(), rule =>
        {
            Assert.Contains(rule.Get("labels").Get("severity").Texts().Single(), (string[])["page", "warn"]);
            Assert.NotEmpty(rule.Get("annotations").Get("summary").Texts().Single());
            Assert.Contains($"| `{rule.Get("alert").Texts().Single()}` |", runbook, StringComparison.Ordinal);
        });
        IEnumerable<string> rows = Row().Matches(runbook).Select(match => match.Groups[1].Value);
        Assert.Equal(names.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryMetricOfAnExpressionIsDocumented()
    {
        HashSet<string> known = [.. Documented(), "up"];
        using JsonDocument dashboard = JsonDocument.Parse(DeployFiles.Text("grafana/kraken.json"));
        string[] expressions =
        [
            .. Rules().Select(rule => rule.Get("expr").Texts().Single()),
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
                .Select(target => target.GetProperty("expr").GetString()!),
        ];
        Assert.True(expressions.Length > 40);
        foreach (string expression in expressions)
        {
            Assert.Equal(expression.Count(letter => letter == '('), expression.Count(letter => letter == ')'));
            string[] names = [.. Word().Matches(NoMetric().Replace(expression, " ")).Select(word => Suffix().Replace(word.Value, ""))
                .Where(word => !word.StartsWith("dotnet_", StringComparison.Ordinal))];
            Assert.All(names, name => Assert.True(known.Contains(name), $"{name} in {expression}"));
        }
    }

    private static IEnumerable<YamlMappingNode> Rules() => DeployFiles.Yaml("prometheus/kraken.rules.yaml").AllNodes
        .OfType<YamlMappingNode>().Where(node => node.Get("alert") is not null);

    private static string[] Documented() => [.. DocumentedLine()
        .Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "metrics.md"))).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"(?:Create\w+(?:<\w+>)?|\bGauge|\bCount|\bSeconds)\(\s*""([a-z0-9_]+)""")]
    private static partial Regex Made();

    [GeneratedRegex(@"^- `(\w+)` (?:gauge|counter|histogram)", RegexOptions.Multiline)]
    private static partial Regex DocumentedLine();

    [GeneratedRegex(@"^\| `(Kraken\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\b(?:by|on|group_left) ?\([^)]*\)|histogram_quantile|min_over_time")]
    private static partial Regex NoMetric();

    [GeneratedRegex(@"\b[a-z][a-z0-9]*(?:_[a-z]+)+\b|\bpeers\b|\bup\b")]
    private static partial Regex Word();

    [GeneratedRegex("(_bucket|_sum|_count)$")]
    private static partial Regex Suffix();
}
