using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
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
        Assert.Equal((100, 100, 100, 0, 0), (report.Sent, report.Accepted, report.Executed, report.Lost, report.Rejected));
        Assert.True(report.NothingLost);
        Assert.Empty(report.Refusals);
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
        Assert.NotEmpty(report.Refusals);
    }

    [Fact]
    public async Task WhatIsRefusedForATimeIsSentAgainBeforeAnythingLater()
    {
        // The node is full for a while, and refuses some nonces as too far ahead, each a few times.
        ConcurrentDictionary<Felt, int> attempts = new();
        chain.Refuse = submitted =>
        {
            int attempt = attempts.AddOrUpdate(submitted.Transaction.Hash, 1, (_, count) => count + 1);
            submitted.Transaction.Nonce.TryToUInt64(out ulong nonce);
            return attempt > 3 || nonce % 4 == 3 ? null
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
        Assert.Equal((100, 97, 97, 0), (report.Sent, report.Accepted, report.Executed, report.Lost));
        Assert.Equal(0, chain.PendingCount);
        Assert.Contains(report.Refusals, refusal => refusal.Reason.Contains("expected VALID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AGapAtTheEndIsFilled()
    {
        // The last but one of each account is refused for good after its successor was accepted.
        int refused = 0;
        chain.Refuse = submitted => submitted.Transaction.Nonce == (Felt)8 && Interlocked.Increment(ref refused) <= 10
            ? new SubmissionError(SubmissionErrorKind.ValidationFailure, "expected VALID, got nothing")
            : null;
        LoadReport report = await RunAsync(_ => AnswerFault.None, rate: 10_000);
        Assert.Equal((100, 90, 90, 0), (report.Sent, report.Accepted, report.Executed, report.Lost));
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
            },
            patience: TimeSpan.FromSeconds(2));
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

    private async Task<LoadReport> RunAsync(
        Func<int, AnswerFault> fault,
        Action? beforeBlock = null,
        double rate = 500,
        TimeSpan? patience = null)
    {
        using FaultyNode node = new(chain) { Fault = fault };
        using HttpClient http = new(node);
        using CancellationTokenSource stop = new();
        Task blocks = MakeBlocksAsync(beforeBlock, stop.Token);
        LoadOptions options = new()
        {
            Nodes = [new Uri("http://node.invalid/")],
            Rate = rate,
            Duration = TimeSpan.FromSeconds(100 / rate),
            Patience = patience ?? TimeSpan.FromSeconds(60),
        };
        LoadReport report = await new LoadRun(options, http, TimeProvider.System).RunAsync(null, TestContext.Current.CancellationToken);
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
