using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Load.Tests;

/// <summary>Every transaction is counted once, wherever it ends.</summary>
public sealed class LoadTallyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly LoadTally tally = new();

    [Fact]
    public void ATransactionThatTwoNodesReportIsIncludedOnce()
    {
        tally.Sent(1, Second);
        tally.Accepted(1, Second);
        tally.InBlock(Receipt(1), 3 * Second);
        tally.InBlock(Receipt(1), 5 * Second);
        LoadReport report = tally.Report(1);
        Assert.Equal((1, 1, 0, 0), (report.Accepted, report.Included, report.Lost, report.Rejected));
        Assert.Equal(2000, report.ToInclusion.Max);
        Assert.True(report.NothingLost);
    }

    [Fact]
    public void ABlockMayComeBeforeTheAnswer()
    {
        tally.Sent(1, TimeSpan.Zero);
        tally.InBlock(Receipt(1), 2 * Second);
        tally.Accepted(1, 9 * Second);
        LoadReport report = tally.Report(1);
        Assert.Equal((1, 1), (report.Accepted, report.Included));
        Assert.Equal(2000, report.ToAcceptance.Max);
    }

    [Fact]
    public void ForeignTransactionsOfABlockAreNotOurs()
    {
        tally.Sent(1, TimeSpan.Zero);
        tally.InBlock(Receipt(2), Second);
        Assert.Equal(0, tally.Included);
        Assert.Empty(tally.Waiting);
        tally.Accepted(1, Second);
        Assert.Equal([(Felt)1], tally.Waiting);
    }

    [Fact]
    public void AWaitingOneEndsOnceInABlockDroppedOrGivenUp()
    {
        foreach (Felt hash in (Felt[])[1, 2, 3, 4])
        {
            tally.Sent(hash, TimeSpan.Zero);
            tally.Accepted(hash, Second);
        }

        tally.InBlock(Receipt(1), Second);
        tally.Rejected(2, "too old");
        tally.Rejected(2, "too old");
        tally.Rejected(1, "said too late");
        tally.GivenUp(3);
        tally.InBlock(Receipt(3), Second);
        LoadReport report = tally.Report(4);
        Assert.Equal((4, 1, 1, 2), (report.Accepted, report.Included, report.Rejected, report.Lost));
        Assert.Equal([(Felt)4], tally.Waiting);
        Assert.False(report.NothingLost);
    }

    [Fact]
    public void RevertedOnesAreIncludedAndNotExecuted()
    {
        foreach (Felt hash in (Felt[])[1, 2, 3])
        {
            tally.Sent(hash, TimeSpan.Zero);
        }

        tally.InBlock(Receipt(1), Second);
        tally.InBlock(Receipt(2) with { RevertReason = "no" }, 2 * Second);
        tally.InBlock(Receipt(3), 4 * Second);
        LoadReport report = tally.Report(3);
        Assert.Equal((3, 1, 2, 0.5), (report.Included, report.Reverted, report.Executed, report.ExecutedPerSecond));
        Assert.False(report.NothingLost);
    }

    [Fact]
    public void ReasonsThatDifferInNumbersAreOneAndTheMostFrequentComesFirst()
    {
        foreach (string reason in (string[])["nonce 5 of 0x1aF", "full", "nonce 6 of 0x2\nat line 7", "nonce 7 of 0x3"])
        {
            tally.Refused(reason);
        }

        Assert.Equal([("nonce # of #", 3), ("full", 1)], tally.Report(4).Refusals);
    }

    [Fact]
    public void AReportWithoutTransactionsHasNoRates()
    {
        LoadReport report = tally.Report(0);
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
                tally.Refused(new string((char)('a' + kind), 3));
            }
        }

        string[] lines = [.. tally.Report(28).ToText().Split('\n').Where(line => line.StartsWith("refused", StringComparison.Ordinal))];
        Assert.Equal(
            ["refused 7: ggg", "refused 6: fff", "refused 5: eee", "refused 4: ddd", "refused 3: ccc"],
            lines.Select(line => line.TrimEnd('\r')));
    }

    private static TransactionReceipt Receipt(Felt hash) => new()
    {
        TransactionHash = hash, Type = TransactionType.Invoke, ActualFee = new FeePayment(1), Gas = new GasConsumed(0, 0, 1),
    };
}
