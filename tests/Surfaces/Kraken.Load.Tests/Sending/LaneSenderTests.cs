using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Accounts;
using Kraken.Load.Measuring;
using Kraken.Load.Reports;
using Kraken.Load.Sending;
using Kraken.Load.Tests.Reports;
using Kraken.P2P.Tests;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Load.Tests.Sending;

/// <summary>One account's transactions against a node that refuses, loses, forgets and answers twice; the test moves the clock.</summary>
public sealed class LaneSenderTests : IDisposable
{
    private const int MaxBacklog = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ScriptedNode node = new();
    private readonly HttpClient http;
    private readonly ManualClock time = new();
    private readonly LoadTally tally = new();
    private readonly LaneSender sender;

    public LaneSenderTests()
    {
        http = new HttpClient(node);
        LoadClock clock = new(time);
        AccountLane lane = new(DevelopmentAccounts.All[0], 0, ChainId.Sepolia, new TransactionContent(1, 100, 5));
        LoadNode only = new(new Uri("http://node.invalid/"), new RpcClient(http, new Uri("http://node.invalid/")), clock);
        sender = new LaneSender(
            lane,
            new Submitter(tally, CancellationToken.None),
            new NodePlacement([only], 0),
            tally,
            clock,
            new LaneLimits(MaxBacklog, 1000, Window: 1));
    }

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task WhatIsTakenIsAcceptedOnce()
    {
        await SendAsync(3);
        Assert.Equal([0UL, 1UL, 2UL], node.Submitted);
        Assert.Equal(3, tally.AcceptedCount);
        Assert.Empty(node.Calls("starknet_getTransactionStatus"));
    }

    [Fact]
    public async Task AnAnswerThatItIsThereAlreadyIsAnAcceptance()
    {
        node.Submit = (_, _) => (59, "A transaction with the same hash already exists in the mempool");
        await SendAsync(1);
        Assert.Equal((1L, 0), (Report().Accepted, Report().Attempts.Length));
    }

    [Theory]
    [InlineData(RpcErrorCode.InvalidTransactionNonce)]
    [InlineData(RpcErrorCode.UnexpectedError)]
    [InlineData(RpcErrorCode.ReplacementUnderpriced)]
    [InlineData(RpcErrorCode.InternalError)]
    [InlineData(RpcErrorCode.ServerBusy)]
    [InlineData(0)]
    public async Task WhatMayBeTakenLaterIsSentAgainWhenTheClockSaysSo(int code)
    {
        int refusals = 3;
        node.Submit = (_, _) => refusals-- > 0 ? (code, "not now") : null;
        sender.Offer(new Intent(LoadKind.Transfer, TimeSpan.Zero));

        // One attempt by the sender, one at once by the recovery, then one for each interval.
        await UntilAsync(() => node.Submitted.Length == 2);
        Assert.False(sender.IsIdle);
        await AdvanceUntilAsync(() => sender.IsIdle);
        Assert.Equal([0UL, 0UL, 0UL, 0UL], node.Submitted);
        Assert.Equal((1L, 0L, 3L), (Report().Accepted, Report().Refused, Report().Attempts.Sum(refusal => refusal.Count)));
        Assert.False(sender.Lane.HasGap);
    }

    [Theory]
    [InlineData(RpcErrorCode.ValidationFailure)]
    [InlineData(RpcErrorCode.InsufficientAccountBalance)]
    [InlineData(RpcErrorCode.InsufficientResources)]
    [InlineData(RpcErrorCode.FeeBelowMinimum)]
    public async Task WhatIsRefusedForGoodGivesItsNonceToTheNext(int code)
    {
        node.Submit = (_, attempt) => attempt == 1 ? (code, "never") : null;
        await SendAsync(3);

        // Refusals do not cascade: the others are taken, and there is no gap.
        Assert.Equal([0UL, 0UL, 1UL], node.Submitted);
        Assert.False(sender.Lane.HasGap);
        Assert.Equal((3L, 2L, 1L), (Report().Sent, Report().Accepted, Report().Refused));
        Assert.Equal([("never", 1L)], Report().Refusals);
    }

    [Fact]
    public async Task AGapThatRefusalsLeftIsFilledWithWhatIsNotCounted()
    {
        node.Submit = (_, attempt) => attempt == 1 ? (RpcErrorCode.ValidationFailure, "never") : null;
        await SendAsync(1);
        Assert.True(sender.Lane.HasGap);
        Assert.True(await sender.FillGapsAsync());
        Assert.Equal([0UL, 0UL], node.Submitted);
        Assert.False(sender.Lane.HasGap);
        Assert.Equal((1L, 0L, 1L), (Report().Sent, Report().Accepted, Report().Refused));
    }

    [Fact]
    public async Task AGapThatCannotBeFilledStays()
    {
        node.Submit = (_, _) => (RpcErrorCode.ValidationFailure, "never");
        await SendAsync(1);
        Assert.False(await sender.FillGapsAsync());
        Assert.True(sender.Lane.HasGap);
        Assert.Equal(2, node.Submitted.Length);
    }

    [Fact]
    public async Task WhatComesDueBeyondTheBacklogIsRefusedAndLeavesNoGap()
    {
        bool isFull = true;
        node.Submit = (_, _) => isFull ? (RpcErrorCode.UnexpectedError, "the account has 201 waiting") : null;
        sender.Offer(new Intent(LoadKind.Transfer, TimeSpan.Zero));
        await UntilAsync(() => node.Submitted.Length == 2);
        for (int i = 0; i < 1000; i++)
        {
            sender.Offer(new Intent(LoadKind.Transfer, TimeSpan.Zero));
        }

        Assert.Equal((1001L, 1001L - 1 - MaxBacklog), (Report().Sent, tally.RefusedCount));
        Assert.Contains("the account has # waiting", Report().Refusals.Single().Reason, StringComparison.Ordinal);
        isFull = false;
        await AdvanceUntilAsync(() => sender.IsIdle);
        Assert.Equal(1 + MaxBacklog, Report().Accepted);
        Assert.Equal(Enumerable.Range(0, 1 + MaxBacklog).Select(nonce => (ulong)nonce), node.Submitted.Distinct());
        Assert.False(sender.Lane.HasGap);
    }

    [Fact]
    public async Task ALostAnswerIsAskedForBeforeAnythingIsSentAgain()
    {
        node.Submit = (_, _) => throw new TaskCanceledException("the request timed out");
        node.Status = _ => "RECEIVED";
        await SendAsync(1);
        Assert.Equal(1, Report().Accepted);
        Assert.Single(node.Submitted);
        Assert.Single(node.Calls("starknet_getTransactionStatus"));
    }

    [Fact]
    public async Task ANodeThatRestartsWithoutItsMempoolIsSentAllOfItAgainInOrder()
    {
        bool isDown = true;
        node.Submit = (_, _) => isDown ? throw new HttpRequestException("connection refused") : null;
        for (int i = 0; i < 4; i++)
        {
            sender.Offer(new Intent(LoadKind.Transfer, TimeSpan.Zero));
        }

        // While the first waits, nothing later is sent: it would lie behind a gap.
        await AdvanceUntilAsync(() => node.Submitted.Length >= 6);
        Assert.All(node.Submitted, nonce => Assert.Equal(0UL, nonce));
        int before = node.Submitted.Length;
        isDown = false;
        await AdvanceUntilAsync(() => sender.IsIdle);
        Assert.Equal([1UL, 2UL, 3UL], node.Submitted.Skip(before).SkipWhile(nonce => nonce == 0));
        Assert.Equal(4, Report().Accepted);
    }

    [Fact]
    public async Task ANonceThatAnotherTransactionUsedIsNotWaitedFor()
    {
        node.Submit = (_, _) => (RpcErrorCode.InvalidTransactionNonce, "used");
        node.Nonce = () => 5;
        await SendAsync(1);
        Assert.Equal((0L, 1L), (Report().Accepted, Report().Refused));
        Assert.Equal(5UL, sender.Lane.Nonce);
        Assert.False(sender.Lane.HasGap);
    }

    [Fact]
    public async Task ABlockBetweenTheTwoQuestionsIsNoReplacement()
    {
        node.Submit = (_, _) => (RpcErrorCode.InvalidTransactionNonce, "used");
        node.Nonce = () => 5;
        node.Status = _ => node.Calls("starknet_getTransactionStatus").Count > 1 ? "ACCEPTED_ON_L2" : null;
        await SendAsync(1);
        Assert.Equal(1, Report().Accepted);
    }

    [Theory]
    [InlineData("RECEIVED", true)]
    [InlineData("CANDIDATE", true)]
    [InlineData("PRE_CONFIRMED", true)]
    [InlineData("ACCEPTED_ON_L1", true)]
    [InlineData("REJECTED", false)]
    public async Task AStatusTellsWhetherTheNodeHasIt(string finality, bool isAccepted)
    {
        node.Submit = (_, attempt) => attempt == 1 ? (RpcErrorCode.InternalError, "the request took too long") : null;
        node.Status = _ => finality;
        sender.Offer(new Intent(LoadKind.Transfer, TimeSpan.Zero));
        await AdvanceUntilAsync(() => sender.IsIdle);
        Assert.Equal(isAccepted ? 1 : 2, node.Submitted.Length);
        Assert.Equal(1, Report().Accepted);
    }

    [Fact]
    public async Task ANodeThatComputesAnotherHashHasNotTakenOurs()
    {
        node.Hash = _ => "0x1";
        await SendAsync(1);
        Assert.Equal((0L, 1L), (Report().Accepted, Report().Refused));
        Assert.Contains("expected", Report().Refusals.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LatencyCountsFromTheIntendedSend()
    {
        time.Advance(TimeSpan.FromSeconds(3));
        sender.Offer(new Intent(LoadKind.Transfer, TimeSpan.FromSeconds(1)));
        await UntilAsync(() => sender.IsIdle);
        Assert.Equal(2000, Report().ToAcceptance.Max);
    }

    [Fact]
    public async Task StoppingGivesUpWhatWaitsAndEndsTheAttempts()
    {
        node.Submit = (_, _) => (RpcErrorCode.UnexpectedError, "the pool is full");
        for (int i = 0; i < 3; i++)
        {
            sender.Offer(new Intent(LoadKind.Transfer, TimeSpan.Zero));
        }

        await UntilAsync(() => node.Submitted.Length >= 2);
        Task stop = sender.StopAsync();
        await AdvanceUntilAsync(() => stop.IsCompleted);
        await stop;
        Assert.True(sender.IsIdle);
        int attempts = node.Submitted.Length;
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(attempts, node.Submitted.Length);
        Assert.Empty(tally.Waiting);
        Assert.Equal((3L, 3L, 0), (Report().Sent, Report().Refused, tally.Following));
    }

    private LoadReport Report() => tally.Report(SampleReports.End());

    private async Task SendAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            sender.Offer(new Intent(LoadKind.Transfer, TimeSpan.Zero));
        }

        await UntilAsync(() => sender.IsIdle);
    }

    private Task AdvanceUntilAsync(Func<bool> condition) => UntilAsync(() =>
    {
        time.Advance(TimeSpan.FromMilliseconds(100));
        return condition();
    });

    private static async Task UntilAsync(Func<bool> condition)
    {
        long end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < end, "nothing happened");
            await Task.Yield();
        }
    }
}
