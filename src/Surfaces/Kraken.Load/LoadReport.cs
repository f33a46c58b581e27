using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Kraken.Load;

/// <summary>What a run of the client gave.</summary>
public sealed record LoadReport
{
    private const int MostReasons = 5;

    /// <summary>Transactions sent.</summary>
    public required int Sent { get; init; }

    /// <summary>Transactions that a node accepted.</summary>
    public required int Accepted { get; init; }

    /// <summary>Transactions found in a block.</summary>
    public required int Included { get; init; }

    /// <summary>Of those, the reverted ones.</summary>
    public required int Reverted { get; init; }

    /// <summary>Of the included, the executed ones.</summary>
    public int Executed => Included - Reverted;

    /// <summary>Executed transactions per second, from the first send to the last inclusion.</summary>
    public required double ExecutedPerSecond { get; init; }

    /// <summary>From the intended time of sending to the node's answer.</summary>
    public required LatencySummary ToAcceptance { get; init; }

    /// <summary>From the intended time of sending to the block's appearance.</summary>
    public required LatencySummary ToInclusion { get; init; }

    /// <summary>
    /// Refusals by the node's words, most frequent first; one transaction may be refused several times before it is taken.
    /// </summary>
    public required ImmutableArray<(string Reason, int Count)> Refusals { get; init; }

    /// <summary>Transactions that were accepted and then dropped by the node, which says why.</summary>
    public int Rejected => Rejections.Sum(rejection => rejection.Count);

    /// <summary>Why the node dropped what it had accepted, most frequent first.</summary>
    public ImmutableArray<(string Reason, int Count)> Rejections { get; init; } = [];

    /// <summary>Transactions that were accepted and are neither in a block nor dropped with a reason.</summary>
    public int Lost => Accepted - Included - Rejected;

    /// <summary>True when everything sent was executed.</summary>
    public bool NothingLost => Executed == Sent;

    /// <summary>The report for people.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        CultureInfo culture = CultureInfo.InvariantCulture;
        text.AppendLine(
            culture,
            $"sent {Sent}, accepted {Accepted}, executed {Executed}, reverted {Reverted}, rejected {Rejected}, lost {Lost}, "
            + $"refused {Sent - Accepted}");
        text.AppendLine(culture, $"executed per second: {ExecutedPerSecond:f1}");
        text.AppendLine(
            culture,
            $"to acceptance (ms): p50 {ToAcceptance.P50:f0}, p90 {ToAcceptance.P90:f0}, p99 {ToAcceptance.P99:f0}, "
            + $"max {ToAcceptance.Max:f0}");
        text.AppendLine(
            culture,
            $"to inclusion  (ms): p50 {ToInclusion.P50:f0}, p90 {ToInclusion.P90:f0}, p99 {ToInclusion.P99:f0}, max {ToInclusion.Max:f0}");
        foreach ((string reason, int count) in Refusals.Take(MostReasons))
        {
            text.AppendLine(culture, $"refused {count}: {reason}");
        }

        foreach ((string reason, int count) in Rejections.Take(MostReasons))
        {
            text.AppendLine(culture, $"rejected {count}: {reason}");
        }

        return text.ToString();
    }
}
