using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Load.Reports;

namespace Kraken.Bench.Chain;

/// <summary>What a run of <c>kraken load</c> wrote as JSON.</summary>
/// <param name="Command">The command line that made it.</param>
/// <param name="Rate">Transactions per second that were sent.</param>
/// <param name="Root">The report.</param>
/// <param name="NodeTime">Processor time that all nodes took meanwhile.</param>
internal sealed record LoadResult(string Command, double Rate, JsonElement Root, TimeSpan NodeTime)
{
    public bool IsGood => Root.GetProperty("is_good").GetBoolean();

    public double ExecutedPerSecond => Root.GetProperty("executed_per_second").GetDouble();

    public long Count(string name) => Root.GetProperty(name).GetInt64();

    public double Latency(string stage, string percentile) =>
        Root.GetProperty("stages").GetProperty(stage).GetProperty(percentile).GetDouble();

    /// <summary>Why transactions were refused, the most frequent reason.</summary>
    public string? FirstRefusal => Root.GetProperty("attempts_refused").EnumerateArray()
        .Select(refusal => refusal.GetProperty("reason").GetString()).FirstOrDefault();

    public string RateChart(string title) => new LineChart(title, "tx/s", "seconds").ToSvg(
        RateOf("sent"), RateOf("accepted"), RateOf("included"), RateOf("refused"));

    public string LatencyChart(string title) =>
        new LineChart(title, "ms", "seconds, by intended send").ToSvg(Latency("p50"), Latency("p99"));

    private ChartSeries RateOf(string name) =>
        new(name, Points(point => point.GetProperty(name).GetInt64() / point.GetProperty("seconds").GetDouble()));

    private ChartSeries Latency(string name) => new(
        name, Points(point => point.GetProperty(name).GetDouble() is > 0 and double value ? value : null));

    private ImmutableArray<(double X, double? Y)> Points(Func<JsonElement, double?> value) =>
        [.. Root.GetProperty("timeline").EnumerateArray().Select(point => (point.GetProperty("start").GetDouble(), value(point)))];
}
