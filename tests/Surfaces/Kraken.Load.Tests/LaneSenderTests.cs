using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.P2P.Tests;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Load.Tests;

/// <summary>One account's transactions against a node that refuses, loses, forgets and answers twice; the test moves the clock.</summary>
public sealed class LaneSenderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ScriptedNode node = new();
    private readonly HttpClient http;
    private readonly ManualClock clock = new();
    private readonly LoadTally tally = new();
    private readonly LaneSender sender;

    public LaneSenderTests()
    {
        http = new HttpClient(node);
        AccountLane lane = new(DevelopmentAccounts.All[0], 0, ChainId.Sepolia, 1);
        sender = new LaneSender(new RpcClient(http, new Uri("http://node.invalid/")), lane, tally, clock, () => TimeSpan.FromSeconds(1));
    }

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task WhatIsTakenIsAcceptedOnce()
    {
        await SendAsync(3);
        Assert.Equal([0UL, 1UL, 2UL], node.Submitted);
        Assert.Equal(3, tally.Report(3).Accepted);
        Assert.True(sender.IsIdle);
        Assert.Empty(node.Calls("starknet_getTransactionStatus"));
    }

    [Fact]
    public async Task AnAnswerThatItIsThereAlreadyIsAnAcceptance()
    {
        node.Submit = (_, _) => (59, "A transaction with the same hash already exists in the mempool");
        await SendAsync(1);
        LoadReport report = tally.Report(1);
        Assert.Equal((1, 0), (report.Accepted, report.Refusals.Length));
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
        await SendAsync(1);

        // One attempt by the sender, one at once by the recovery, then one for each interval.
        await UntilAsync(() => node.Submitted.Length == 2);
        Assert.False(sender.IsIdle);
        await AdvanceUntilAsync(() => sender.IsIdle);
        Assert.Equal([0UL, 0UL, 0UL, 0UL], node.Submitted);
        LoadReport report = tally.Report(1);
        Assert.Equal((1, 3), (report.Accepted, report.Refusals.Sum(refusal => refusal.Count)));
        Assert.False(sender.Lane.HasGap);
    }

    [Theory]
    [InlineData(RpcErrorCode.ValidationFailure)]
    [InlineData(RpcErrorCode.InsufficientAccountBalance)]
    [InlineData(RpcErrorCode.InsufficientResources)]
    [InlineData(RpcErrorCode.FeeBelowMinimum)]
    public async Task WhatIsRefusedForGoodGivesItsNonceBack(int code)
    {
        node.Submit = (_, attempt) => attempt == 1 ? (code, "never") : null;
        InvokeTransaction[] made = [Next(), Next()];
        foreach (InvokeTransaction transaction in made)
        {
            await sender.SendAsync(transaction, TimeSpan.Zero);
        }

        Assert.Equal([0UL, 1UL], node.Submitted);
        Assert.True(sender.Lane.HasGap);
        Assert.True(await sender.FillGapsAsync(Next));
        Assert.Equal([0UL, 1UL, 0UL], node.Submitted);
        Assert.False(sender.Lane.HasGap);
        Assert.Equal(1, tally.Report(2).Accepted);
    }

    [Fact]
    public async Task AGapThatCannotBeFilledStays()
    {
        node.Submit = (_, _) => (RpcErrorCode.ValidationFailure, "never");
        await SendAsync(1);
        Assert.False(await sender.FillGapsAsync(Next));
        Assert.True(sender.Lane.HasGap);
        Assert.Equal(2, node.Submitted.Length);
    }

    [Fact]
    public async Task ALostAnswerIsAskedForBeforeAnythingIsSentAgain()
    {
        node.Submit = (_, _) => throw new TaskCanceledException("the request timed out");
        node.Status = _ => "RECEIVED";
        await SendAsync(1);
        Assert.True(sender.IsIdle);
        Assert.Equal(1, tally.Report(1).Accepted);
        Assert.Single(node.Submitted);
        Assert.Single(node.Calls("starknet_getTransactionStatus"));
    }

    [Fact]
    public async Task ANodeThatRestartsWithoutItsMempoolIsSentAllOfItAgainInOrder()
    {
        bool isDown = true;
        node.Submit = (_, _) => isDown ? throw new HttpRequestException("connection refused") : null;
        await SendAsync(4);
        await UntilAsync(() => node.Submitted.Length >= 2);

        // While the first waits, nothing later is sent: it would lie behind a gap.
        await AdvanceUntilAsync(() => node.Submitted.Length >= 6);
        Assert.All(node.Submitted, nonce => Assert.Equal(0UL, nonce));
        int before = node.Submitted.Length;
        isDown = false;
        await AdvanceUntilAsync(() => sender.IsIdle);
        Assert.Equal([1UL, 2UL, 3UL], node.Submitted.Skip(before).SkipWhile(nonce => nonce == 0));
        Assert.Equal(4, tally.Report(4).Accepted);
    }

    [Fact]
    public async Task ANonceThatAnotherTransactionUsedIsNotWaitedFor()
    {
        node.Submit = (_, _) => (RpcErrorCode.InvalidTransactionNonce, "used");
        node.Nonce = () => 5;
        await SendAsync(1);
        Assert.True(sender.IsIdle);
        Assert.Equal(0, tally.Report(1).Accepted);
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
        Assert.Equal(1, tally.Report(1).Accepted);
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
        await SendAsync(1);
        await AdvanceUntilAsync(() => sender.IsIdle);
        Assert.Equal(isAccepted ? 1 : 2, node.Submitted.Length);
        Assert.Equal(1, tally.Report(1).Accepted);
    }

    [Fact]
    public async Task StoppingGivesUpWhatWaitsAndEndsTheAttempts()
    {
        node.Submit = (_, _) => (RpcErrorCode.UnexpectedError, "the pool is full");
        await SendAsync(3);
        await UntilAsync(() => node.Submitted.Length >= 2);
        Task stop = sender.StopAsync();
        await AdvanceUntilAsync(() => stop.IsCompleted);
        await stop;
        Assert.True(sender.IsIdle);
        int attempts = node.Submitted.Length;
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(attempts, node.Submitted.Length);
        Assert.Empty(tally.Waiting);
    }

    private InvokeTransaction Next() => sender.Lane.Next(LoadKind.Transfer, 0, 5);

    private async Task SendAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await sender.SendAsync(Next(), TimeSpan.Zero);
        }
    }

    private Task AdvanceUntilAsync(Func<bool> condition) => UntilAsync(() =>
    {
        clock.Advance(TimeSpan.FromMilliseconds(100));
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
