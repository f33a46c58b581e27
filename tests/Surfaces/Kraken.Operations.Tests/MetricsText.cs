using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Kraken.Operations.Tests;

/// <summary>
/// A reader of Prometheus' text format 0.0.4, written from its specification
/// (https://prometheus.io/docs/instrumenting/exposition_formats/): what it takes, a scraper takes.
/// </summary>
internal sealed partial class MetricsText
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary", "untyped"];

    private readonly Dictionary<string, string> types = new(StringComparer.Ordinal);
    private readonly HashSet<string> helps = new(StringComparer.Ordinal);

    public List<Sample> Samples { get; } = [];

    /// <summary>The metrics by name, with their type.</summary>
    public IReadOnlyDictionary<string, string> TypeOf => types;

    public static MetricsText Read(string text)
    {
        // "The last line must end with a line feed character."
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        MetricsText read = new();
        string? current = null;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            current = line[0] == '#' ? read.Comment(line) ?? current : read.Value(line, current);
        }

        read.CheckHistograms();
        return read;
    }

    public double Sum(string name, params (string Label, string Value)[] labels) => Samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value))
        .Sum(sample => sample.Value);

    private string? Comment(string line)
    {
        Match match = CommentLine().Match(line);
        if (!match.Success)
        {
            return null;
        }

        string name = match.Groups["name"].Value;
        if (match.Groups["what"].Value == "HELP")
        {
            Assert.True(helps.Add(name), $"a second HELP of {name}");
            Assert.Matches(@"^(?:[^\\]|\\[\\n])*$", match.Groups["rest"].Value);
        }
        else if (match.Groups["what"].Value == "TYPE")
        {
            // "Only one TYPE line may exist for a given metric name", before its first sample.
            Assert.True(types.TryAdd(name, match.Groups["rest"].Value), $"a second TYPE of {name}");
            Assert.Contains(types[name], Types);
            Assert.DoesNotContain(Samples, sample => sample.Name == name);
        }
        else
        {
            return null;
        }

        return name;
    }

    private string? Value(string line, string? current)
    {
        Match match = SampleLine().Match(line);
        Assert.True(match.Success, $"no sample: {line}");
        string name = match.Groups["name"].Value;

        // "All lines for a given metric must be provided as one single group."
        Assert.True(
            current is not null && (name == current || new[] { "_bucket", "_sum", "_count" }.Any(end => name == current + end)),
            $"a sample outside of the group of its metric: {line}");
        Dictionary<string, string> labels = [];
        foreach (Match label in Label().Matches(match.Groups["labels"].Value))
        {
            Assert.True(labels.TryAdd(label.Groups["name"].Value, label.Groups["value"].Value), $"a label twice: {line}");
        }

        string value = match.Groups["value"].Value;
        double number = value switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        Samples.Add(new Sample(name, labels, number));
        return current;
    }

    // "The bucket with label {le="+Inf"} must exist. Its value must be identical to the value of x_count", and buckets are cumulative.
    private void CheckHistograms()
    {
        foreach (string name in types.Where(type => type.Value == "histogram").Select(type => type.Key))
        {
            foreach (IGrouping<string, Sample> series in Samples.Where(sample => sample.Name == $"{name}_bucket").GroupBy(Without))
            {
                Sample[] buckets = [.. series];
                Assert.Equal("+Inf", buckets[^1].Labels["le"]);
                Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
                Sample count = Assert.Single(Samples, sample => sample.Name == $"{name}_count" && Without(sample) == series.Key);
                Assert.Equal(count.Value, buckets[^1].Value);
                Assert.Single(Samples, sample => sample.Name == $"{name}_sum" && Without(sample) == series.Key);
            }
        }
    }

    private static string Without(Sample sample) => string.Join(',', sample.Labels.Where(label => label.Key != "le")
        .OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    [GeneratedRegex(@"^# (?<what>HELP|TYPE|UNIT|EOF) ?(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)? ?(?<rest>.*)$")]
    private static partial Regex CommentLine();

    [GeneratedRegex(
        "^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?<labels>([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*)\\})? "
        + "(?<value>[^ ]+)( (?<time>-?[0-9.]+))?$")]
    private static partial Regex SampleLine();

    [GeneratedRegex("(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=\"(?<value>([^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label();

    /// <summary>A line with a value.</summary>
    internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
}
