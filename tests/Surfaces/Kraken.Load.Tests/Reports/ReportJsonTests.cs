using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Load.Reports;
using Xunit;

namespace Kraken.Load.Tests.Reports;

/// <summary>The form of the JSON report, which programs read: no member of version 1 goes away or changes its kind.</summary>
public sealed class ReportJsonTests
{
    private static readonly string[] Latency = ["count", "p50", "p90", "p99", "p99_9", "max"];

    private static readonly string[] RunMembers =
    [
        "format String", "version Number", "seconds Number", "sent Number", "accepted Number", "refused Number", "included Number",
        "executed Number", "reverted Number", "reverted_unexpectedly Number", "rejected Number", "lost Number", "waiting Number",
        "unresolved Number", "executed_per_second Number", "is_good Boolean",
        .. Latency.Select(name => $"stages.accepted.{name} Number"),
        .. Latency.Select(name => $"stages.pre_confirmed.{name} Number"),
        .. Latency.Select(name => $"stages.included.{name} Number"),
        "pre_confirmed_note String",
        "objectives[].name String", "objectives[].limit Number", "objectives[].measured Number", "objectives[].is_met Boolean",
        "kinds[].name String", "kinds[].sent Number", "kinds[].accepted Number", "kinds[].included Number", "kinds[].reverted Number",
        .. Latency.Select(name => $"kinds[].inclusion.{name} Number"),
        "nodes[].address String", "nodes[].attempts Number", "nodes[].accepted Number", "nodes[].refused Number",
        "nodes[].unanswered Number", "nodes[].is_down Boolean",
        .. Latency.Select(name => $"nodes[].acceptance.{name} Number"),
        "attempts_refused[].reason String", "attempts_refused[].count Number", "refusals[].reason String", "refusals[].count Number",
        "problems[] String",
        "timeline[].start Number", "timeline[].seconds Number", "timeline[].sent Number", "timeline[].accepted Number",
        "timeline[].included Number", "timeline[].refused Number", "timeline[].p50 Number", "timeline[].p99 Number",
    ];

    [Fact]
    public void ARunHasTheMembersOfItsVersion()
    {
        JsonElement root = Parse(ReportJson.Write(SampleReports.Run().JudgedBy(SampleReports.Objectives("p99=1s"))));
        Assert.Equal(RunMembers.Order(), Members(root, string.Empty).Distinct().Order());
        Assert.Equal(("kraken-load-run", 1), (root.GetProperty("format").GetString(), root.GetProperty("version").GetInt32()));
        Assert.Equal((1000, 10, 990), (Number(root, "sent"), Number(root, "refused"), Number(root, "executed")));
        Assert.Equal(SampleReports.Hostile, root.GetProperty("pre_confirmed_note").GetString());
    }

    [Fact]
    public void ASearchHasTheMembersOfItsVersionAndARunInEachStep()
    {
        JsonElement root = Parse(ReportJson.Write(SampleReports.Knee()));
        string[] expected =
        [
            "format String", "version Number", "objectives String", "knee Number", "is_bounded Boolean", "steps[].rate Number",
            "steps[].is_kept Boolean", .. RunMembers.Select(member => $"steps[].run.{member}"),
        ];
        Assert.Equal(expected.Order(), Members(root, string.Empty).Distinct().Order());
        Assert.Equal(("kraken-load-knee", 14), (root.GetProperty("format").GetString(), Number(root, "knee")));
    }

    [Fact]
    public void AnObjectiveThatTooFewReachedIsNull()
    {
        JsonElement root = Parse(ReportJson.Write(SampleReports.Run(1000, 500).JudgedBy(SampleReports.Objectives("p99=1s"))));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("objectives")[0].GetProperty("measured").ValueKind);
        Assert.False(root.GetProperty("is_good").GetBoolean());
    }

    private static JsonElement Parse(byte[] json) => JsonDocument.Parse(json).RootElement;

    private static int Number(JsonElement root, string name) => root.GetProperty(name).GetInt32();

    private static IEnumerable<string> Members(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(member => Members(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Members(item, $"{path}[]")),
        JsonValueKind.True or JsonValueKind.False => [$"{path} Boolean"],
        _ => [$"{path} {element.ValueKind}"],
    };
}
