using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using Kraken.Load.Measuring;
using Kraken.Load.Objectives;

namespace Kraken.Load.Reports;

/// <summary>What a run of the client gave.</summary>
public sealed record LoadReport
{
    private const int MostReasons = 5;

    /// <summary>Transactions that came due.</summary>
    public required long Sent { get; init; }

    /// <summary>Transactions that a node accepted.</summary>
    public required long Accepted { get; init; }

    /// <summary>Transactions found in a block.</summary>
    public required long Included { get; init; }

    /// <summary>Of the included, the reverted ones.</summary>
    public required long Reverted { get; init; }

    /// <summary>Of the reverted, those that were not sent to fail.</summary>
    public required long RevertedUnexpectedly { get; init; }

    /// <summary>Of the included, the executed ones.</summary>
    public long Executed => Included - Reverted;

    /// <summary>Transactions that no node took, or that came due while too many waited.</summary>
    public long Refused => Sent - Accepted;

    /// <summary>Executed transactions per second, from the first send to the last inclusion.</summary>
    public required double ExecutedPerSecond { get; init; }

    /// <summary>How long the run took, with the wait for the last block.</summary>
    public required double Seconds { get; init; }

    /// <summary>From the intended time of sending to a node's acceptance.</summary>
    public required LatencySummary ToAcceptance { get; init; }

    /// <summary>From the intended time of sending to the appearance in a proposed block.</summary>
    public required LatencySummary ToPreConfirmation { get; init; }

    /// <summary>What the latencies to pre-confirmation leave out, or why there are none.</summary>
    public required string? PreConfirmedNote { get; init; }

    /// <summary>From the intended time of sending to the block's appearance.</summary>
    public required LatencySummary ToInclusion { get; init; }

    /// <summary>
    /// Every refusal by the nodes' words, most frequent first; one transaction may be refused several times before it is taken.
    /// </summary>
    public required ImmutableArray<(string Reason, long Count)> Attempts { get; init; }

    /// <summary>Why transactions were given up without having been accepted, most frequent first.</summary>
    public required ImmutableArray<(string Reason, long Count)> Refusals { get; init; }

    /// <summary>Why nodes dropped what they had accepted, most frequent first.</summary>
    public required ImmutableArray<(string Reason, long Count)> Rejections { get; init; }

    /// <summary>Transactions that were accepted and then dropped by the node, which says why.</summary>
    public long Rejected => Rejections.Sum(rejection => rejection.Count);

    /// <summary>Transactions that were accepted and of which no node knows anything any more.</summary>
    public required long Lost { get; init; }

    /// <summary>Transactions that were accepted and still wait for a block.</summary>
    public required long Waiting { get; init; }

    /// <summary>Transactions that were accepted by a node which could not be asked at the end.</summary>
    public required long Unresolved { get; init; }

    /// <summary>What became of each kind.</summary>
    public required ImmutableArray<KindReport> Kinds { get; init; }

    /// <summary>What each node did.</summary>
    public required ImmutableArray<NodeReport> Nodes { get; init; }

    /// <summary>The course of the run.</summary>
    public required ImmutableArray<TimelinePoint> Timeline { get; init; }

    /// <summary>What nodes said that could not be reached at the beginning.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>How the run stands to the objectives it was given; empty where there were none.</summary>
    public ImmutableArray<ObjectiveResult> Objectives { get; init; } = [];

    internal StageHistograms Stages { get; init; } = new(new(), new(), new());

    /// <summary>True when everything sent came into a block, and reverted only where that was expected.</summary>
    public bool NothingLost => Included == Sent && RevertedUnexpectedly == 0;

    /// <summary>
    /// True when the run is as it should be: something sent, the objectives met and nothing accepted lost or dropped; without objectives,
    /// all executed.
    /// </summary>
    public bool IsGood => Sent > 0 && (Objectives.IsEmpty ? NothingLost : HasMetObjectives);

    private bool HasMetObjectives => Lost == 0 && Rejected == 0 && Objectives.All(objective => objective.IsMet);

    /// <summary>The same report with the verdict on some objectives.</summary>
    public LoadReport JudgedBy(ServiceObjectives objectives)
    {
        System.ArgumentNullException.ThrowIfNull(objectives);
        return this with { Objectives = objectives.Judge(this) };
    }

    /// <summary>The report for people.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        CultureInfo culture = CultureInfo.InvariantCulture;
        text.AppendLine(
            culture,
            $"sent {Sent}, accepted {Accepted}, executed {Executed}, reverted {Reverted}, rejected {Rejected}, lost {Lost}, "
            + $"refused {Refused}{(Waiting > 0 ? $", waiting {Waiting}" : "")}{(Unresolved > 0 ? $", unresolved {Unresolved}" : "")}");
        if (Sent == 0)
        {
            text.AppendLine("nothing came due, and nothing was measured");
        }

        text.AppendLine(culture, $"executed per second: {ExecutedPerSecond:f1}");
        AppendStage(text, "acceptance", ToAcceptance);
        AppendStage(text, "pre-confirmation", ToPreConfirmation);
        AppendStage(text, "inclusion", ToInclusion);
        if (PreConfirmedNote is not null && ToPreConfirmation.Count < Included)
        {
            text.AppendLine(culture, $"pre-confirmation: {ToPreConfirmation.Count} of {Included}; {PreConfirmedNote}");
        }

        foreach (NodeReport node in Nodes.Where(node => Nodes.Length > 1 || node.Unanswered > 0))
        {
            text.AppendLine(
                culture,
                $"{node.Address}: accepted {node.Accepted} of {node.Attempts} submissions, refused {node.Refused}, "
                + $"without answer {node.Unanswered}{(node.IsDown ? ", down" : "")}");
        }

        Problems.ToList().ForEach(problem => text.AppendLine(culture, $"could not be reached at the beginning: {problem}"));
        AppendReasons(text, "refused", Refusals);
        AppendReasons(text, "refused at some time", Attempts);
        AppendReasons(text, "rejected", Rejections);
        Objectives.ToList().ForEach(objective => text.AppendLine(culture, $"objective {objective}"));
        return text.ToString();
    }

    private static void AppendStage(StringBuilder text, string stage, LatencySummary latency) => text.AppendLine(
        CultureInfo.InvariantCulture,
        $"to {stage,-16} (ms): p50 {latency.P50:f0}, p90 {latency.P90:f0}, p99 {latency.P99:f0}, p99.9 {latency.P999:f0}, "
        + $"max {latency.Max:f0}{(latency.Count == 0 ? " (none)" : "")}");

    private static void AppendReasons(StringBuilder text, string what, ImmutableArray<(string Reason, long Count)> reasons)
    {
        foreach ((string reason, long count) in reasons.Take(MostReasons))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{what} {count}: {reason}");
        }
    }
}
