using System;
using System.Globalization;
using Kraken.Load.Reports;

namespace Kraken.Bench.Chain;

/// <summary>A run of the load client and what it took.</summary>
/// <param name="Command">The command line that does the same.</param>
/// <param name="Rate">Transactions per second that were to be sent.</param>
/// <param name="Report">What the client measured.</param>
/// <param name="NodeTime">Processor time that all nodes took meanwhile.</param>
/// <param name="ClientTime">Processor time that the client took meanwhile.</param>
internal sealed record LoadResult(string Command, double Rate, LoadReport Report, TimeSpan NodeTime, TimeSpan ClientTime)
{
    /// <summary>Processor time of the nodes for each executed transaction and node, in milliseconds.</summary>
    public double NodeMilliseconds => NodeTime.TotalMilliseconds / Math.Max(1, Report.Executed) / Report.Nodes.Length;

    /// <summary>Processor time of the client for each transaction that was to be sent, in milliseconds.</summary>
    public double ClientMilliseconds => ClientTime.TotalMilliseconds / Math.Max(1, Report.Sent);

    /// <summary>Rates, latencies and losses in one line.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Report.ExecutedPerSecond:f0} executed a second, {Report.Executed} of {Report.Sent}, "
        + $"p50 {Report.ToInclusion.P50:f0} ms, p99 {Report.ToInclusion.P99:f0} ms, p99.9 {Report.ToInclusion.P999:f0} ms, "
        + $"refused {Report.Refused}, rejected {Report.Rejected}, lost {Report.Lost}, waiting {Report.Waiting}, "
        + $"unresolved {Report.Unresolved}");
}
