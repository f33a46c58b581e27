using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Cli.Verbs;
using Kraken.Node.Configuration.Settings;
using Kraken.Operations;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Settings;

/// <summary>What every process that runs for long takes: what it tells its operators, where and how.</summary>
internal static class OperatorSettings
{
    /// <summary>Where metrics and health are.</summary>
    public static Setting Listen { get; } = Setting.Of(
        "metrics_listen", "Where /metrics, /health and /ready are.", OperatorOptions.ExpectedListen,
        text => OperatorOptions.ReadListen(text).IsGood, OperatorOptions.Off);

    /// <summary>Where metrics are sent.</summary>
    public static Setting Collector { get; } = Setting.Of(
        "otlp_endpoint", "The OpenTelemetry collector that metrics are sent to, by OTLP over HTTP.",
        "an address such as http://127.0.0.1:4318/v1/metrics, without credentials", text => OperatorOptions.TryParseCollector(text, out _));

    /// <summary>How often metrics are sent.</summary>
    public static Setting Interval { get; } = Setting.Number(
        "otlp_seconds", "Seconds between two of these.", 1, OperatorOptions.MaxIntervalSeconds,
        (int)new OperatorOptions("").Interval.TotalSeconds);

    /// <summary>How much is logged.</summary>
    public static Setting Level { get; } = Setting.Choice(
        "log_level", "Least level of log lines.", "information",
        "trace", "debug", "information", "warning", "error", "critical", "none");

    /// <summary>What a log line is.</summary>
    public static Setting Format { get; } = Setting.Choice(
        "log_format", "What a log line is: a sentence, or a JSON object with time, level, category, event, message and scopes.",
        Logging.Text, Logging.Text, Logging.Json);

    /// <summary>Every setting, in the order of documentation.</summary>
    public static ImmutableArray<Setting> All { get; } = [Listen, Collector, Interval, Level, Format];

    /// <summary>Those of a development chain, which has no configuration file.</summary>
    public static SettingTable Development { get; } = new("dev", All.Select(setting => setting with { IsInFile = false }));

    /// <summary>The log that was chosen.</summary>
    public static ILoggerFactory Log(SettingValues values) =>
        Logging.Create(Enum.Parse<LogLevel>(values.Required(Level), ignoreCase: true), values.Required(Format));

    /// <summary>What is told, and where.</summary>
    public static OperatorOptions Options(SettingValues values) => new(values.Table.Process)
    {
        Listen = OperatorOptions.ReadListen(values.Text(Listen)).At,
        Collector = OperatorOptions.TryParseCollector(values.Text(Collector), out Uri? collector) ? collector : null,
        Interval = TimeSpan.FromSeconds(values.Number(Interval) ?? 1),
    };
}
