using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Load.Measuring;
using Kraken.Load.Objectives;
using Kraken.Load.Reports;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Tests.Reports;

/// <summary>Reports with something in every part, and with hostile words of nodes.</summary>
internal static class SampleReports
{
    public const string Hostile = "<script src=\"https://evil.invalid/x.js\"></script>\u001b[2J\u2028&amp;'\"";

    public static RunEnd End(string note = "seen") => new(TimeSpan.FromSeconds(9), 0, note, []);

    /// <summary>A thousand transactions of which the last are refused.</summary>
    public static LoadReport Run(int count = 1000, int refused = 10)
    {
        LoadTally tally = new();
        for (int i = 0; i < count; i++)
        {
            TimeSpan due = TimeSpan.FromMilliseconds(10 * i);
            tally.CameDue(due);
            InvokeTransaction invoke =
                new() { Hash = i + 1, Nonce = i, SenderAddress = 1, Calldata = [], ResourceBounds = default };
            FollowedTransaction transaction =
                new(new SubmittedTransaction(invoke), i % 2 == 0 ? LoadKind.Transfer : LoadKind.Mint, due);
            tally.Follow(transaction);
            tally.AttemptRefused(transaction, Hostile);
            if (i >= count - refused)
            {
                tally.GivenUp(transaction, Hostile, due);
                continue;
            }

            tally.Accepted(transaction, due + TimeSpan.FromMilliseconds(5));
            tally.PreConfirmed((Felt)(i + 1), due + TimeSpan.FromMilliseconds(100));
            tally.InBlock((Felt)(i + 1), false, due + TimeSpan.FromMilliseconds(200 + (i % 100)));
        }

        LatencySummary none = LatencySummary.Of(new LatencyHistogram());
        RunEnd end = End(Hostile) with { Nodes = [new NodeReport("http://127.0.0.1:5050/" + Hostile, 9, 8, 1, 2, true, none)] };
        return tally.Report(end) with { Problems = [Hostile] };
    }

    public static ServiceObjectives Objectives(string text) => ServiceObjectives.TryParse(text, out ServiceObjectives? parsed)
        ? parsed
        : throw new ArgumentException(text);

    public static KneeReport Knee() => new(
        "included:p99=1000ms",
        [.. new[] { 10.0, 20, 14 }.Select(rate => new KneeStep(rate, rate < 20, Run().JudgedBy(Objectives("p99=1s"))))],
        IsBounded: true);
}
