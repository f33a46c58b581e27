using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Kraken.Load.Measuring;
using Kraken.Load.Objectives;

namespace Kraken.Load.Reports;

/// <summary>Reports as one HTML page that can be passed on: it asks no network for anything. What nodes said is shown as text.</summary>
public static class ReportPage
{
    private const string Style =
        "body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
        + "table{border-collapse:collapse;margin:1em 0}td,th{padding:.2em .8em;border-bottom:1px solid #ddd;text-align:right}"
        + "td:first-child,th:first-child{text-align:left}svg{max-width:100%;height:auto}.bad{color:#b2182b}.good{color:#1b7837}";

    // The one style sheet that a browser may apply.
    private static readonly string StyleDigest = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}";

    /// <summary>The page of a run.</summary>
    /// <param name="report">The run.</param>
    /// <param name="command">The command that made it.</param>
    public static string Write(LoadReport report, string command)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder body = new();
        AppendRun(body, report);
        return Page("Load report", command, body);
    }

    /// <summary>The page of a search: the rates that were tried, then the run at the knee.</summary>
    /// <param name="knee">The search.</param>
    /// <param name="command">The command that made it.</param>
    public static string Write(KneeReport knee, string command)
    {
        ArgumentNullException.ThrowIfNull(knee);
        StringBuilder body = new();
        body.Append(
            CultureInfo.InvariantCulture,
            $"<p>Knee: <b>{knee.Knee:0.#} transactions per second</b> within {Escape(knee.Objectives)}"
            + $"{(knee.IsBounded ? "" : "; no rate was found that is too much")}.</p>");
        body.Append(ReportCharts.Knee(knee));
        Table(body, ["rate", "verdict", "executed", "per second", "p50 ms", "p99 ms", "p99.9 ms"], knee.Steps.Select(step => (string[])
        [
            Number(step.Rate),
            step.IsKept ? "kept" : "too much",
            step.Report is { } run ? $"{run.Executed} of {run.Sent}" : "",
            Number(step.Report?.ExecutedPerSecond ?? 0),
            Number(step.Report?.ToInclusion.P50 ?? 0),
            Number(step.Report?.ToInclusion.P99 ?? 0),
            Number(step.Report?.ToInclusion.P999 ?? 0),
        ]));
        if (knee.AtKnee is { } report)
        {
            body.Append("<h2>The run at the knee</h2>");
            AppendRun(body, report);
        }

        return Page("Knee search", command, body);
    }

    private static void AppendRun(StringBuilder body, LoadReport report)
    {
        body.Append(
            CultureInfo.InvariantCulture,
            $"<p class=\"{(report.IsGood ? "good" : "bad")}\">{(report.IsGood ? "As it should be" : "Not as it should be")}: "
            + $"sent {report.Sent}, executed {report.Executed}, {report.ExecutedPerSecond:f1} per second in {report.Seconds:f0} s.</p>");
        body.Append(ReportCharts.Rates(report)).Append(ReportCharts.Latencies(report));
        Table(body, ["stage, from the intended send", "count", "p50 ms", "p90", "p99", "p99.9", "max"],
        [
            Row("accepted by a node", report.ToAcceptance),
            Row("pre-confirmed", report.ToPreConfirmation),
            Row("included in a block", report.ToInclusion),
        ]);
        body.Append(CultureInfo.InvariantCulture, $"<p>Pre-confirmed: {Escape(report.PreConfirmedNote ?? "complete")}.</p>");
        Table(body, ["what became of them", "transactions"],
        [
            ["sent", Number(report.Sent)], ["accepted", Number(report.Accepted)], ["refused", Number(report.Refused)],
            ["included", Number(report.Included)], ["reverted", Number(report.Reverted)],
            ["rejected after acceptance", Number(report.Rejected)], ["lost", Number(report.Lost)],
            ["waiting at the end", Number(report.Waiting)], ["unresolved", Number(report.Unresolved)],
        ]);
        Table(body, ["objective", "limit ms", "measured ms", "verdict"], report.Objectives.Select(objective => (string[])
        [
            objective.Name,
            Number(objective.Limit.TotalMilliseconds),
            objective.Measured is { } measured ? Number(measured.TotalMilliseconds) : "never",
            objective.IsMet ? "met" : "not met",
        ]));
        Table(body, ["kind", "sent", "accepted", "included", "reverted", "p50 ms", "p99 ms"], report.Kinds.Select(kind => (string[])
        [
            kind.Name, Number(kind.Sent), Number(kind.Accepted), Number(kind.Included), Number(kind.Reverted),
            Number(kind.Inclusion.P50), Number(kind.Inclusion.P99),
        ]));
        string[] nodes = ["node", "submissions", "accepted", "refused", "unanswered", "p99 ms to acceptance"];
        Table(body, nodes, report.Nodes.Select(node => (string[])
        [
            node.Address + (node.IsDown ? " (down)" : ""), Number(node.Attempts), Number(node.Accepted), Number(node.Refused),
            Number(node.Unanswered), Number(node.Acceptance.P99),
        ]));
        AppendReasons(body, "given up", report.Refusals);
        AppendReasons(body, "refused at some time", report.Attempts);
        AppendReasons(body, "rejected after acceptance", report.Rejections);
        foreach (string problem in report.Problems)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"bad\">Could not be reached at the beginning: {Escape(problem)}</p>");
        }
    }

    private static void AppendReasons(StringBuilder body, string what, ImmutableArray<(string Reason, long Count)> reasons) =>
        Table(body, [$"{what}: the reason", "times"], reasons.Select(reason => (string[])[reason.Reason, Number(reason.Count)]));

    private static string[] Row(string name, LatencySummary latency) =>
    [
        name, Number(latency.Count), Number(latency.P50), Number(latency.P90), Number(latency.P99), Number(latency.P999),
        Number(latency.Max),
    ];

    // A table without rows is left out.
    private static void Table(StringBuilder body, string[] head, IEnumerable<string[]> rows)
    {
        string[] lines = [.. rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{Escape(cell)}</td>"))}</tr>")];
        if (lines.Length > 0)
        {
            string heads = string.Concat(head.Select(cell => $"<th>{Escape(cell)}</th>"));
            body.Append(CultureInfo.InvariantCulture, $"<table><tr>{heads}</tr>{string.Concat(lines)}</table>");
        }
    }

    private static string Page(string title, string command, StringBuilder body) =>
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{StyleDigest}'\">"
        + $"<title>Kraken: {Escape(title)}</title><style>{Style}</style></head>"
        + $"<body><h1>{Escape(title)}</h1><p><code>{Escape(command)}</code></p>{body}</body></html>\n";

    private static string Number(double value) => value.ToString(value < 10 ? "0.##" : "0", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
