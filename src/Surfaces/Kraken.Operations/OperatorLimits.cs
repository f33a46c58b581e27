using System;

namespace Kraken.Operations;

/// <summary>What whoever reaches an operators' address can take of a process.</summary>
internal static class OperatorLimits
{
    /// <summary>The most connections.</summary>
    public const int MaxConnections = 64;

    /// <summary>The most bytes of a request's line and headers.</summary>
    public const int MaxHeaderBytes = 8 << 10;

    /// <summary>The most headers of a request.</summary>
    public const int MaxHeaders = 32;

    /// <summary>The most series of one metric: what comes beyond is counted as one, with the label that OpenTelemetry gives it.</summary>
    public const int MaxSeries = 2000;

    /// <summary>How long one scrape's text answers the next, so that scrapes cost no more than so many a second.</summary>
    public static readonly TimeSpan ScrapeCache = TimeSpan.FromMilliseconds(300);

    /// <summary>The longest time for a request's headers.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The longest time that the last export at the end may take.</summary>
    public static readonly TimeSpan LastExport = TimeSpan.FromSeconds(2);
}
