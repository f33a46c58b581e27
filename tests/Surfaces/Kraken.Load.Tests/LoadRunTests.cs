using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Load.Measuring;
using Kraken.Load.Reports;
using Kraken.Starknet.Chain;
using Xunit;

namespace Kraken.Load.Tests;

/// <summary>
/// A run against a node that refuses, times out and drops: the report says what became of every transaction, and no account has a gap.
/// </summary>
public sealed class LoadRunTests
{
    private readonly FakeChain chain = new();

    [Fact]
    public async Task EverythingIsExecutedWithoutFaults()
    {
        LoadReport report = await RunAsync(_ => AnswerFault.None);
        Assert.Equal((100L, 100L, 100L, 0L, 0L), (report.Sent, report.Accepted, report.Executed, report.Lost, report.Rejected));
        Assert.True(report.NothingLost);
        Assert.Empty(report.Attempts);
        Assert.Equal(100, report.Nodes.Single().Accepted);
        Assert.Equal(100, report.Timeline.Sum(point => point.Included));
        Assert.Equal([("transfer", 80L), ("fib", 10L), ("fact", 10L)], report.Kinds.Select(kind => (kind.Name, kind.Included)));
    }

    [Theory]
    [InlineData(AnswerFault.LostAnswer)]
    [InlineData(AnswerFault.LostRequest)]
    [InlineData(AnswerFault.TimedOut)]
    [InlineData(AnswerFault.Busy)]
    public async Task ATimeoutIsNoRefusal(object fault)
    {
        LoadReport report = await RunAsync(submission => submission % 7 == 0 ? (AnswerFault)fault : AnswerFault.None);
        Assert.True(report.NothingLost, report.ToText());
        Assert.Equal(100, chain.Included);
        Assert.NotEmpty(report.Attempts);
        Assert.Empty(report.Refusals);
    }

    [Fact]
    public async Task WhatIsRefusedForATimeIsSentAgainBeforeAnythingLater()
    {
        // The node is full or busy for a while, and refuses some nonces as too far ahead, each a few times.
        ConcurrentDictionary<Felt, int> attempts = new();
        chain.Refuse = submitted =>
        {
            int attempt = attempts.AddOrUpdate(submitted.Transaction.Hash, 1, (_, count) => count + 1);
            submitted.Transaction.Nonce.TryToUInt64(out ulong nonce);
            return attempt > 3 || nonce % 8 == 3 ? null
                : nonce % 4 == 3 ? new SubmissionError(SubmissionErrorKind.Busy, "1000 transactions wait")
                : nonce % 4 == 1 ? new SubmissionError(SubmissionErrorKind.Unexpected, "the pool is full")
                : nonce % 4 == 2 ? new SubmissionError(SubmissionErrorKind.InvalidNonce, "too far ahead")
                : null;
        };
        LoadReport report = await RunAsync(_ => AnswerFault.None);
        Assert.True(report.NothingLost, report.ToText());
        Assert.Equal(100, chain.Included);
        Assert.Equal(0, chain.PendingCount);
    }

    [Fact]
    public async Task ANonceThatIsRefusedForGoodIsUsedByTheNext()
    {
        int refused = 0;
        chain.Refuse = submitted => submitted.Transaction.Nonce == (Felt)4 && Interlocked.Increment(ref refused) <= 3
            ? new SubmissionError(SubmissionErrorKind.ValidationFailure, "expected VALID, got nothing")
            : null;
        LoadReport report = await RunAsync(_ => AnswerFault.None);
        Assert.Equal((100L, 97L, 97L, 0L), (report.Sent, report.Accepted, report.Executed, report.Lost));
        Assert.Equal(0, chain.PendingCount);
        Assert.Contains(report.Refusals, refusal => refusal.Reason.Contains("expected VALID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AGapAtTheEndIsFilled()
    {
        // The last but one of each account is refused for good after its successor was accepted.
        ConcurrentDictionary<Felt, bool> refused = new();
        chain.Refuse = submitted => submitted.Transaction.Nonce == (Felt)8 && refused.TryAdd(submitted.Transaction.Sender, true)
            ? new SubmissionError(SubmissionErrorKind.ValidationFailure, "expected VALID, got nothing")
            : null;
        LoadReport report = await RunAsync(_ => AnswerFault.None, rate: 10_000);
        Assert.Equal((100L, 90L, 90L, 0L), (report.Sent, report.Accepted, report.Executed, report.Lost));
        Assert.Equal(0, chain.PendingCount);
    }

    [Fact]
    public async Task WhatTheNodeDropsIsReportedWithItsReason()
    {
        int dropped = 0;
        chain.Refuse = submitted => null;
        LoadReport report = await RunAsync(
            _ => AnswerFault.None,
            beforeBlock: () =>
            {
                foreach (Felt hash in chain.WaitingWithNonce(9))
                {
                    dropped++;
                    chain.Drop(hash, "the balance of 0x123 does not cover 456");
                }
            });
        Assert.InRange(dropped, 1, 10);
        Assert.Equal(dropped, report.Rejected);
        Assert.Equal(0, report.Lost);
        Assert.Equal("the balance of # does not cover #", Assert.Single(report.Rejections).Reason);
        Assert.Contains("rejected", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNeitherInABlockNorDroppedIsLost()
    {
        LoadReport report = await RunAsync(
            _ => AnswerFault.None,
            beforeBlock: () => chain.WaitingWithNonce(9).ToList().ForEach(hash => chain.Drop(hash, null)),
            patience: TimeSpan.FromSeconds(2));
        Assert.InRange(report.Lost, 1, 10);
        Assert.Equal(0, report.Rejected);
        Assert.False(report.NothingLost);
    }

    [Fact]
    public async Task AServerThatStallsShowsItInEveryTransactionThatWasDueMeanwhile()
    {
        // One second of three: a client that waits for answers before it goes on would send a few and call the rest fast.
        const double Stall = 1;
        long first = 0;
        using FaultyNode node = new(chain)
        {
            Before = async () =>
            {
                Interlocked.CompareExchange(ref first, Environment.TickCount64, 0);
                long at = Environment.TickCount64 - first;
                if (at is >= 1000 and < 1000 + (long)(1000 * Stall))
                {
                    await Task.Delay((int)(1000 + (1000 * Stall) - at));
                }
            },
        };
        LoadReport report = await RunAsync(node, Options(rate: 200, seconds: 3));
        Assert.Equal(600, report.Sent);
        Assert.True(report.NothingLost, report.ToText());

        // A third is late, evenly up to a second: a tenth of all by 0.7 s or more, a hundredth by 0.97 s or more.
        Assert.InRange(report.ToAcceptance.P90, 500, 60_000);
        Assert.InRange(report.ToAcceptance.P99, 900, 60_000);
        Assert.True(report.ToAcceptance.P50 < report.ToAcceptance.P90, report.ToText());
    }

    [Fact]
    public async Task ABlockThatIsReadLateCountsFromTheLookThatFoundIt()
    {
        const double Late = 3;
        using FaultyNode node = new(chain)
        {
            BeforeBlock = reading => reading == 1 ? Task.Delay(TimeSpan.FromSeconds(Late)) : Task.CompletedTask,
        };
        LoadReport report = await RunAsync(node, Options(rate: 100, seconds: 1));
        Assert.True(report.NothingLost, report.ToText());
        Assert.InRange(report.Seconds, Late, 60);
        Assert.InRange(report.ToInclusion.Max, 0, 1000 * Late * 0.9);
    }

    [Fact]
    public async Task ANodeThatDiesIsToldAndTheOthersGoOn()
    {
        // Before it dies it swallows what it takes: its accounts would wait for ever behind that.
        using FaultyNode living = new(chain);
        using FaultyNode dying = new(chain) { Fault = submission => submission > 20 ? AnswerFault.Swallowed : AnswerFault.None };
        using RoutedNodes nodes = new(new Dictionary<string, HttpMessageHandler> { ["a.invalid"] = living, ["b.invalid"] = dying });
        dying.Before = () =>
        {
            if (dying.Submissions > 40)
            {
                nodes.TakeDown("b.invalid");
                throw new HttpRequestException("the connection was reset");
            }

            return Task.CompletedTask;
        };
        LoadReport report = await RunAsync(
            nodes, Options(rate: 50, seconds: 6) with { Nodes = [new Uri("http://a.invalid/"), new Uri("http://b.invalid/")] });
        Assert.Equal((300L, 0L), (report.Sent, report.Lost));
        Assert.True(report.NothingLost, report.ToText());
        NodeReport dead = report.Nodes.Single(node => node.Address.Contains("b.", StringComparison.Ordinal));
        Assert.True(dead is { IsDown: true, Unanswered: > 0 }, $"{dead}");
        Assert.Contains("down", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANodeThatCannotBeReachedIsToldAndNoneIsAnError()
    {
        using FaultyNode living = new(chain);
        using RoutedNodes nodes = new(new Dictionary<string, HttpMessageHandler> { ["a.invalid"] = living });
        nodes.TakeDown("b.invalid");
        LoadOptions both = Options(rate: 100, seconds: 1) with { Nodes = [new Uri("http://b.invalid/"), new Uri("http://a.invalid/")] };
        LoadReport report = await RunAsync(nodes, both);
        Assert.Contains("b.invalid", Assert.Single(report.Problems), StringComparison.Ordinal);
        nodes.TakeDown("a.invalid");
        LoadException error = await Assert.ThrowsAsync<LoadException>(() => RunAsync(nodes, both));
        Assert.Contains("connection to a.invalid refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatANodeDoesNotOfferIsSaidAndNotInvented()
    {
        using FaultyNode node = new(chain) { PreConfirmedError = 24 };
        LoadReport report = await RunAsync(node, Options(rate: 100, seconds: 1));
        Assert.True(report.NothingLost);
        Assert.Equal((0, 0), (report.ToPreConfirmation.Count, report.ToPreConfirmation.P999));
        Assert.Contains("not available: no such block", report.PreConfirmedNote!, StringComparison.Ordinal);
        Assert.Contains("not available", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARunThatIsEndedReportsWhatItSent()
    {
        using FaultyNode node = new(chain);
        using CancellationTokenSource stop = new();
        node.Fault = submission =>
        {
            if (submission == 50)
            {
                stop.Cancel();
            }

            return AnswerFault.None;
        };
        LoadReport report = await RunAsync(node, Options(rate: 100, seconds: 3600), stop.Token);
        Assert.InRange(report.Sent, 50, 10_000);
        Assert.Equal((report.Sent, 0L), (report.Executed, report.Lost));
    }

    [Fact]
    public async Task AccountsBeyondThePredeployedOnesAreFundedFirst()
    {
        using FaultyNode node = new(chain);
        LoadReport report = await RunAsync(node, Options(rate: 100, seconds: 1) with { Accounts = 25 });
        Assert.True(report.NothingLost, report.ToText());
        Assert.Equal(100, report.Nodes.Single().Attempts);

        // Fifteen accounts are funded by one transaction.
        Assert.Equal(101, chain.Included);
    }

    private static LoadOptions Options(double rate, double seconds) => new()
    {
        Nodes = [new Uri("http://node.invalid/")],
        Rate = rate,
        Duration = TimeSpan.FromSeconds(seconds),
        Patience = TimeSpan.FromSeconds(60),
    };

    private async Task<LoadReport> RunAsync(HttpMessageHandler nodes, LoadOptions options, CancellationToken cancellation = default)
    {
        using LoadConnections connections = TestConnections.To(nodes);
        using CancellationTokenSource stop = new();
        Task blocks = MakeBlocksAsync(null, stop.Token);
        try
        {
            return await new LoadRun(options, connections, TimeProvider.System).RunAsync(null, cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            await blocks;
        }
    }

    private async Task<LoadReport> RunAsync(
        Func<int, AnswerFault> fault,
        Action? beforeBlock = null,
        double rate = 500,
        TimeSpan? patience = null)
    {
        using FaultyNode node = new(chain) { Fault = fault };
        using LoadConnections connections = TestConnections.To(node);
        using CancellationTokenSource stop = new();
        Task blocks = MakeBlocksAsync(beforeBlock, stop.Token);
        LoadOptions options = new()
        {
            Nodes = [new Uri("http://node.invalid/")],
            Rate = rate,
            Duration = TimeSpan.FromSeconds(100 / rate),
            Patience = patience ?? TimeSpan.FromSeconds(60),
        };
        LoadReport report =
            await new LoadRun(options, connections, TimeProvider.System).RunAsync(null, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await blocks;
        return report;
    }

    private async Task MakeBlocksAsync(Action? beforeBlock, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (!cancellation.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            beforeBlock?.Invoke();
            chain.MakeBlock();
        }
    }
}
