using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Charts;
using Kraken.Load.Measuring;
using Kraken.Load.Objectives;

namespace Kraken.Load.Reports;

/// <summary>The charts of a run and of a search, as SVG.</summary>
public static class ReportCharts
{
    /// <summary>Transactions a second over the time of the run.</summary>
    public static string Rates(LoadReport report, string title = "Transactions per second")
    {
        ArgumentNullException.ThrowIfNull(report);
        ImmutableArray<TimelinePoint> points = report.Timeline;
        return new LineChart(title, "tx/s", "seconds").ToSvg(
            Rate("sent", points, point => point.Sent),
            Rate("accepted", points, point => point.Accepted),
            Rate("included", points, point => point.Included),
            Rate("refused", points, point => point.Refused));
    }

    /// <summary>Latency to inclusion over the intended time of sending.</summary>
    public static string Latencies(LoadReport report, string title = "Latency from the intended send to the block")
    {
        ArgumentNullException.ThrowIfNull(report);
        ImmutableArray<TimelinePoint> points = report.Timeline;
        return new LineChart(title, "ms", "seconds, by intended send").ToSvg(
            Line("p50", points, point => point.P50), Line("p99", points, point => point.P99));
    }

    /// <summary>Percentiles over the rates that a search tried.</summary>
    public static string Knee(KneeReport knee)
    {
        ArgumentNullException.ThrowIfNull(knee);
        ImmutableArray<KneeStep> steps = [.. knee.Steps.Where(step => step.Report is not null).OrderBy(step => step.Rate)];
        return new LineChart("Latency to inclusion over the rate", "ms", "transactions per second").ToSvg(
            OverRate("p50", steps, report => report.ToInclusion.P50),
            OverRate("p99", steps, report => report.ToInclusion.P99),
            OverRate("p99.9", steps, report => report.ToInclusion.P999));
    }

    private static ChartSeries Rate(string name, ImmutableArray<TimelinePoint> points, Func<TimelinePoint, long> count) =>
        new(name, [.. points.Select(point => (point.Start, (double?)(count(point) / point.Seconds)))]);

    // A stretch without an inclusion has no latency: its zero is none.
    private static ChartSeries Line(string name, ImmutableArray<TimelinePoint> points, Func<TimelinePoint, double> value) =>
        new(name, [.. points.Select(point => (point.Start, value(point) > 0 ? value(point) : (double?)null))]);

    private static ChartSeries OverRate(string name, ImmutableArray<KneeStep> steps, Func<LoadReport, double> value) =>
        new(name, [.. steps.Select(step => (step.Rate, (double?)value(step.Report!)))]);
}
