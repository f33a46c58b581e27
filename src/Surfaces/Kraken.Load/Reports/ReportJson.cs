using System.Collections.Immutable;
using System.IO;
using System.Text.Json;
using Kraken.Load.Measuring;
using Kraken.Load.Objectives;

namespace Kraken.Load.Reports;

/// <summary>
/// Reports as JSON for programs. Members are added, and never renamed or removed, within a version; latencies are milliseconds, times of
/// the run seconds.
/// </summary>
public static class ReportJson
{
    /// <summary>The version of the form, in the member "version".</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>A run as UTF-8 JSON.</summary>
    public static byte[] Write(LoadReport report)
    {
        System.ArgumentNullException.ThrowIfNull(report);
        return Write(writer => WriteRun(writer, report));
    }

    /// <summary>A search for the knee as UTF-8 JSON, each step with its run.</summary>
    public static byte[] Write(KneeReport knee)
    {
        System.ArgumentNullException.ThrowIfNull(knee);
        return Write(writer =>
        {
            writer.WriteStartObject();
            WriteHead(writer, "knee");
            writer.WriteString("objectives", knee.Objectives);
            writer.WriteNumber("knee", knee.Knee);
            writer.WriteBoolean("is_bounded", knee.IsBounded);
            writer.WriteStartArray("steps");
            foreach (KneeStep step in knee.Steps)
            {
                writer.WriteStartObject();
                writer.WriteNumber("rate", step.Rate);
                writer.WriteBoolean("is_kept", step.IsKept);
                if (step.Report is { } report)
                {
                    writer.WritePropertyName("run");
                    WriteRun(writer, report);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static byte[] Write(System.Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Indented))
        {
            write(writer);
        }

        return buffer.ToArray();
    }

    private static void WriteHead(Utf8JsonWriter writer, string kind)
    {
        writer.WriteString("format", $"kraken-load-{kind}");
        writer.WriteNumber("version", Version);
    }

    private static void WriteRun(Utf8JsonWriter writer, LoadReport report)
    {
        writer.WriteStartObject();
        WriteHead(writer, "run");
        writer.WriteNumber("seconds", report.Seconds);
        writer.WriteNumber("sent", report.Sent);
        writer.WriteNumber("accepted", report.Accepted);
        writer.WriteNumber("refused", report.Refused);
        writer.WriteNumber("included", report.Included);
        writer.WriteNumber("executed", report.Executed);
        writer.WriteNumber("reverted", report.Reverted);
        writer.WriteNumber("reverted_unexpectedly", report.RevertedUnexpectedly);
        writer.WriteNumber("rejected", report.Rejected);
        writer.WriteNumber("lost", report.Lost);
        writer.WriteNumber("waiting", report.Waiting);
        writer.WriteNumber("unresolved", report.Unresolved);
        writer.WriteNumber("executed_per_second", report.ExecutedPerSecond);
        writer.WriteBoolean("is_good", report.IsGood);
        WriteStages(writer, report);
        WriteObjectives(writer, report.Objectives);
        WriteKinds(writer, report.Kinds);
        WriteNodes(writer, report.Nodes);
        WriteReasons(writer, "attempts_refused", report.Attempts);
        WriteReasons(writer, "refusals", report.Refusals);
        WriteReasons(writer, "rejections", report.Rejections);
        writer.WriteStartArray("problems");
        foreach (string problem in report.Problems)
        {
            writer.WriteStringValue(problem);
        }

        writer.WriteEndArray();
        WriteTimeline(writer, report.Timeline);
        writer.WriteEndObject();
    }

    private static void WriteStages(Utf8JsonWriter writer, LoadReport report)
    {
        writer.WriteStartObject("stages");
        WriteLatency(writer, "accepted", report.ToAcceptance);
        WriteLatency(writer, "pre_confirmed", report.ToPreConfirmation);
        WriteLatency(writer, "included", report.ToInclusion);
        writer.WriteEndObject();
        writer.WriteString("pre_confirmed_note", report.PreConfirmedNote);
    }

    private static void WriteLatency(Utf8JsonWriter writer, string name, LatencySummary latency)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("count", latency.Count);
        writer.WriteNumber("p50", latency.P50);
        writer.WriteNumber("p90", latency.P90);
        writer.WriteNumber("p99", latency.P99);
        writer.WriteNumber("p99_9", latency.P999);
        writer.WriteNumber("max", latency.Max);
        writer.WriteEndObject();
    }

    private static void WriteObjectives(Utf8JsonWriter writer, ImmutableArray<ObjectiveResult> objectives)
    {
        writer.WriteStartArray("objectives");
        foreach (ObjectiveResult objective in objectives)
        {
            writer.WriteStartObject();
            writer.WriteString("name", objective.Name);
            writer.WriteNumber("limit", objective.Limit.TotalMilliseconds);
            if (objective.Measured is { } measured)
            {
                writer.WriteNumber("measured", measured.TotalMilliseconds);
            }
            else
            {
                writer.WriteNull("measured");
            }

            writer.WriteBoolean("is_met", objective.IsMet);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteKinds(Utf8JsonWriter writer, ImmutableArray<KindReport> kinds)
    {
        writer.WriteStartArray("kinds");
        foreach (KindReport kind in kinds)
        {
            writer.WriteStartObject();
            writer.WriteString("name", kind.Name);
            writer.WriteNumber("sent", kind.Sent);
            writer.WriteNumber("accepted", kind.Accepted);
            writer.WriteNumber("included", kind.Included);
            writer.WriteNumber("reverted", kind.Reverted);
            WriteLatency(writer, "inclusion", kind.Inclusion);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNodes(Utf8JsonWriter writer, ImmutableArray<NodeReport> nodes)
    {
        writer.WriteStartArray("nodes");
        foreach (NodeReport node in nodes)
        {
            writer.WriteStartObject();
            writer.WriteString("address", node.Address);
            writer.WriteNumber("attempts", node.Attempts);
            writer.WriteNumber("accepted", node.Accepted);
            writer.WriteNumber("refused", node.Refused);
            writer.WriteNumber("unanswered", node.Unanswered);
            writer.WriteBoolean("is_down", node.IsDown);
            WriteLatency(writer, "acceptance", node.Acceptance);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteReasons(Utf8JsonWriter writer, string name, ImmutableArray<(string Reason, long Count)> reasons)
    {
        writer.WriteStartArray(name);
        foreach ((string reason, long count) in reasons)
        {
            writer.WriteStartObject();
            writer.WriteString("reason", reason);
            writer.WriteNumber("count", count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTimeline(Utf8JsonWriter writer, ImmutableArray<TimelinePoint> points)
    {
        writer.WriteStartArray("timeline");
        foreach (TimelinePoint point in points)
        {
            writer.WriteStartObject();
            writer.WriteNumber("start", point.Start);
            writer.WriteNumber("seconds", point.Seconds);
            writer.WriteNumber("sent", point.Sent);
            writer.WriteNumber("accepted", point.Accepted);
            writer.WriteNumber("included", point.Included);
            writer.WriteNumber("refused", point.Refused);
            writer.WriteNumber("p50", point.P50);
            writer.WriteNumber("p99", point.P99);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
