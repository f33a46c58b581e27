using System;
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Kraken.Operations;

/// <summary>
/// Collects what the rooms of this program measure, and what the runtime and its web server measure of themselves. Without it nothing is
/// measured at all.
/// </summary>
internal static class MetricExport
{
    private static readonly string[] Sources = ["Kraken.*", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    private static readonly double[] Seconds =
        [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

    private static readonly double[] Sizes =
        [0, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];

    /// <summary>Begins to collect.</summary>
    /// <param name="options">Which process this is, and whether a collector is told.</param>
    /// <param name="isScraped">Whether /metrics is served.</param>
    public static MeterProvider Start(OperatorOptions options, bool isScraped)
    {
        string version = typeof(MetricExport).Assembly.GetName().Version?.ToString() ?? "0";
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.Clear().AddService($"kraken-{options.Process}", serviceVersion: version))
            .AddMeter(Sources)
            .AddView(ViewOf);
        if (isScraped)
        {
            builder = builder.AddPrometheusExporter(exporter =>
                exporter.ScrapeResponseCacheDurationMilliseconds = (int)OperatorLimits.ScrapeCache.TotalMilliseconds);
        }

        if (options.Collector is { } collector)
        {
            builder = builder.AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = collector;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds;
            });
        }

        return builder.Build();
    }

    private static MetricStreamConfiguration? ViewOf(Instrument instrument)
    {
        Type kind = instrument.GetType();
        bool isHistogram = kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(Histogram<>);
        bool isOwn = instrument.Meter.Name.StartsWith("Kraken.", StringComparison.Ordinal);
        return !isHistogram || !isOwn
            ? new MetricStreamConfiguration { CardinalityLimit = OperatorLimits.MaxSeries }
            : new ExplicitBucketHistogramConfiguration
            {
                CardinalityLimit = OperatorLimits.MaxSeries,
                Boundaries = instrument.Unit == "s" ? Seconds : Sizes,
            };
    }
}
