using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Kraken.Operations;

/// <summary>What a process tells its operators, and where.</summary>
/// <param name="Process">The kind of process, such as "node".</param>
public sealed record OperatorOptions(string Process)
{
    /// <summary>The longest time between two exports.</summary>
    public const int MaxIntervalSeconds = 3600;

    /// <summary>The word for nothing to listen at.</summary>
    public const string Off = "off";

    /// <summary>What <see cref="ReadListen"/> takes, in words.</summary>
    public const string ExpectedListen = $"'{Off}', a port of 127.0.0.1, or ADDRESS:PORT";

    /// <summary>Where /metrics, /health and /ready are; null for nowhere.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>The collector that metrics are sent to, by OTLP over HTTP; null for none.</summary>
    public Uri? Collector { get; init; }

    /// <summary>The time between two exports.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads where to listen. A port alone is one of this machine's loopback address.</summary>
    /// <returns>Whether the text says it, and where; null for nowhere.</returns>
    public static (bool IsGood, IPEndPoint? At) ReadListen(string? text)
    {
        if (text is null or Off)
        {
            return (text is not null, null);
        }

        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return (port > 0, port > 0 ? new IPEndPoint(IPAddress.Loopback, port) : null);
        }

        // Without a port the parser takes 0.
        return IPEndPoint.TryParse(text, out IPEndPoint? at) && at.Port > 0 ? (true, at) : (false, null);
    }

    /// <summary>Whether a text is the address of a collector.</summary>
    /// <param name="collector">The address.</param>
    public static bool TryParseCollector(string? text, [NotNullWhen(true)] out Uri? collector) =>
        Uri.TryCreate(text, UriKind.Absolute, out collector) && collector.Scheme is "http" or "https" && collector.UserInfo.Length == 0;
}
