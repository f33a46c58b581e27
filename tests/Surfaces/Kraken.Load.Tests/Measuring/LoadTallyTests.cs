using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Load.Measuring;
using Kraken.Load.Reports;
using Kraken.Load.Tests.Reports;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Load.Tests.Measuring;

/// <summary>Every transaction is counted once, wherever it ends.</summary>
public sealed class LoadTallyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly LoadTally tally = new();

    [Fact]
    public void ATransactionThatTwoNodesReportIsIncludedOnce()
    {
        tally.Accepted(Send(1, Second), 2 * Second);
        tally.InBlock(1, false, 4 * Second);
        tally.InBlock(1, false, 6 * Second);
        LoadReport report = Report();
        Assert.Equal((1L, 1L, 0L, 0L), (report.Accepted, report.Included, report.Lost, report.Rejected));
        Assert.Equal((1000, 3000), (report.ToAcceptance.Max, report.ToInclusion.Max));
        Assert.True(report.NothingLost);
    }

    [Fact]
    public void ABlockMayComeBeforeTheAnswer()
    {
        FollowedTransaction transaction = Send(1, TimeSpan.Zero);
        tally.InBlock(1, false, 2 * Second);
        tally.Accepted(transaction, 9 * Second);
        LoadReport report = Report();
        Assert.Equal((1L, 1L), (report.Accepted, report.Included));
        Assert.Equal(2000, report.ToAcceptance.Max);
        Assert.Equal(0, tally.Following);
    }

    [Fact]
    public void ForeignTransactionsOfABlockAreNotOurs()
    {
        FollowedTransaction transaction = Send(1, TimeSpan.Zero);
        tally.InBlock(2, false, Second);
        tally.PreConfirmed(2, Second);
        Assert.Equal(0, tally.Included);
        Assert.Empty(tally.Waiting);
        tally.Accepted(transaction, Second);
        Assert.Equal([(Felt)1], tally.Waiting.Select(waiting => waiting.Hash));
        Assert.Equal(0, Report().ToPreConfirmation.Count);
    }

    [Fact]
    public void AWaitingOneEndsOnceInABlockDroppedOrLost()
    {
        FollowedTransaction[] sent = [.. Enumerable.Range(1, 5).Select(hash => Send(hash, TimeSpan.Zero))];
        sent.Take(4).ToList().ForEach(transaction => tally.Accepted(transaction, Second));
        tally.InBlock(1, false, Second);
        tally.Rejected(sent[1], "too old");
        tally.Rejected(sent[1], "too old");
        tally.Lost(sent[1]);
        tally.Rejected(sent[0], "said too late");
        tally.Lost(sent[2]);
        tally.InBlock(3, false, Second);

        // What was accepted cannot be given up.
        tally.GivenUp(sent[3], "no", Second);
        tally.GivenUp(sent[4], "no", Second);
        LoadReport report = Report();
        Assert.Equal(
            (5L, 4L, 1L, 1L, 1L, 1L, 1L),
            (report.Sent, report.Accepted, report.Included, report.Rejected, report.Lost, report.Waiting, report.Refused));
        Assert.Equal([("no", 1L)], report.Refusals);
        Assert.False(report.NothingLost);
    }

    [Fact]
    public void RevertedOnesAreIncludedAndNotExecuted()
    {
        for (int hash = 1; hash <= 3; hash++)
        {
            Send(hash, TimeSpan.Zero);
        }

        tally.InBlock(1, false, Second);
        tally.InBlock(2, true, 2 * Second);
        tally.InBlock(3, false, 4 * Second);
        LoadReport report = Report();
        Assert.Equal((3L, 1L, 2L, 0.5), (report.Included, report.Reverted, report.Executed, report.ExecutedPerSecond));
        Assert.False(report.NothingLost);
    }

    [Fact]
    public void WhatIsSentToFailMayRevert()
    {
        Send(1, TimeSpan.Zero, LoadKind.Failing);
        tally.InBlock(1, true, Second);
        LoadReport report = Report();
        Assert.Equal((1L, 0L), (report.Reverted, report.RevertedUnexpectedly));
        Assert.True(report.NothingLost);
        Assert.Equal(("failing", 1L), (report.Kinds.Single().Name, report.Kinds.Single().Reverted));
    }

    [Fact]
    public void EachStageIsMeasuredFromTheIntendedSend()
    {
        tally.Accepted(Send(1, Second), 2 * Second);
        tally.PreConfirmed(1, 3 * Second);
        tally.PreConfirmed(1, 4 * Second);
        tally.InBlock(1, false, 5 * Second);
        LoadReport report = Report();
        Assert.Equal((1000, 2000, 4000), (report.ToAcceptance.P999, report.ToPreConfirmation.P999, report.ToInclusion.P999));
        Assert.Equal(1, report.ToPreConfirmation.Count);
    }

    [Fact]
    public void AReportWithoutTransactionsHasNoRates()
    {
        LoadReport report = Report();
        Assert.Equal(0, report.ExecutedPerSecond);
        Assert.True(report.NothingLost);
        Assert.Contains("sent 0, accepted 0, executed 0", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheTextShowsTheFirstFiveReasonsOnly()
    {
        for (int kind = 0; kind < 7; kind++)
        {
            for (int times = 0; times <= kind; times++)
            {
                tally.NotSent(new string((char)('a' + kind), 3), Second);
            }
        }

        string[] lines = [.. Report().ToText().Split('\n').Where(line => line.StartsWith("refused", StringComparison.Ordinal))];
        Assert.Equal(
            ["refused 7: ggg", "refused 6: fff", "refused 5: eee", "refused 4: ddd", "refused 3: ccc"],
            lines.Select(line => line.TrimEnd('\r')));
    }

    private FollowedTransaction Send(int hash, TimeSpan due, LoadKind kind = LoadKind.Transfer)
    {
        tally.CameDue(due);
        InvokeTransaction invoke = new()
        {
            Hash = hash, Nonce = hash, SenderAddress = 1, Calldata = [], ResourceBounds = default,
        };
        FollowedTransaction transaction = new(new SubmittedTransaction(invoke), kind, due);
        tally.Follow(transaction);
        return transaction;
    }

    private LoadReport Report() => tally.Report(SampleReports.End());
}
