using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.P2P.Tests;
using Kraken.Starknet;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.L1.Tests;

/// <summary>What a node believes of an L1 that lags, lies, reorganises itself or floods.</summary>
public sealed class L1ViewTests : IDisposable
{
    private const ulong Confirmations = 3;

    private readonly FakeEthereum ethereum = new() { Head = 100 };
    private readonly HttpClient http;
    private readonly ManualClock clock = new();
    private readonly HashSet<Felt> committed = [];

    public L1ViewTests() => http = new HttpClient(ethereum);

    public void Dispose()
    {
        http.Dispose();
        ethereum.Dispose();
    }

    [Fact]
    public async Task AMessageCountsBehindItsConfirmationsAndIsProposedAfterItsCooldown()
    {
        ethereum.Send(block: 98, nonce: 1);
        L1View view = View();
        await view.LookAsync(CancellationToken.None);
        Assert.Equal((0, null), (view.Count, view.Problem));
        ethereum.Head = 101;
        await view.LookAsync(CancellationToken.None);
        Assert.Equal(1, view.Count);

        // Others may vote for it at once; this node proposes it when they can be thought to have seen it.
        Assert.Empty(view.Offer(10, _ => false));
        clock.Advance(view.Limits.Cooldown);
        L1HandlerTransaction offered = Assert.Single(view.Offer(10, _ => false));
        Assert.True(view.Holds(offered.Hash, CancellationToken.None));

        // Not twice in a row; again where no block took it.
        Assert.Empty(view.Offer(10, _ => false));
        clock.Advance(view.Limits.Retry);
        Assert.Empty(view.Offer(10, _ => true));
        Assert.Single(view.Offer(10, _ => false));

        // What the chain consumed is forgotten at the next block of L1.
        committed.Add(offered.Hash);
        ethereum.Head++;
        await view.LookAsync(CancellationToken.None);
        Assert.Equal(0, view.Count);
    }

    [Fact]
    public async Task MessagesAreOfferedInTheOrderOfL1AndAsManyAsWanted()
    {
        foreach (ulong nonce in Enumerable.Range(0, 8).Select(i => (ulong)i))
        {
            ethereum.Send(block: 50 + nonce, nonce);
        }

        L1View view = View();
        await view.LookAsync(CancellationToken.None);
        clock.Advance(view.Limits.Cooldown);
        Assert.Equal([0, 1, 2], Nonces(view.Offer(3, _ => false)));
        Assert.Equal([3, 4, 5, 6, 7], Nonces(view.Offer(100, _ => false)));
    }

    [Fact]
    public async Task WhatL1GivesUpIsForgottenAndReadAgain()
    {
        ethereum.Send(block: 90, nonce: 1);
        ethereum.Send(block: 91, nonce: 2);
        L1View view = View(limits => limits with { Rewind = 20 }, first: 80);
        await view.LookAsync(CancellationToken.None);
        Assert.Equal(2, view.Count);

        // Another history, without the first message and with one more.
        ethereum.Fork = 1;
        ethereum.Forget();
        ethereum.Send(block: 92, nonce: 2);
        ethereum.Send(block: 93, nonce: 3);
        await view.LookAsync(CancellationToken.None);
        clock.Advance(view.Limits.Cooldown);
        Assert.Equal([2, 3], Nonces(view.Offer(10, _ => false)));
        Assert.Equal(80UL, ethereum.Ranges[^1].From);
    }

    [Fact]
    public async Task ANodeThatFallsBackChangesNothing()
    {
        ethereum.Send(block: 90, nonce: 1);
        L1View view = View();
        await view.LookAsync(CancellationToken.None);
        ethereum.Head = 60;
        await view.LookAsync(CancellationToken.None);
        Assert.Equal((1, null), (view.Count, view.Problem));
        ethereum.Head = 2;
        await view.LookAsync(CancellationToken.None);
        Assert.Equal((1, null), (view.Count, view.Problem));
    }

    [Fact]
    public async Task ARangeThatANodeRefusesIsHalvedAndASpoiltAnswerIsNot()
    {
        ethereum.Send(block: 5, nonce: 1);
        ethereum.Send(block: 90, nonce: 2);
        ethereum.MaxRange = 10;
        L1View view = View();
        await view.LookAsync(CancellationToken.None);
        Assert.Equal((2, null), (view.Count, view.Problem));
        Assert.All(ethereum.Ranges, range => Assert.True(range.To <= 97));

        // A lie about one block is an error that is told, and nothing of it is held.
        ethereum.Head = 101;
        ethereum.Spoil = static _ => new JsonArray(FakeEthereum.Log(block: 3, nonce: 9));
        await view.LookAsync(CancellationToken.None);
        Assert.Equal(2, view.Count);
        Assert.Contains("blockNumber", view.Problem, StringComparison.Ordinal);
        ethereum.Spoil = static logs => logs;
        await view.LookAsync(CancellationToken.None);
        Assert.Null(view.Problem);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"result":"0xffffffffffffffffff"}""")]
    [InlineData("""{"error":{"code":-32000,"message":"busy"}}""")]
    public async Task WhatIsNoAnswerIsAProblem(string text)
    {
        L1View view = View();
        ethereum.Instead = () => FakeEthereum.Answer(text);
        await view.LookAsync(CancellationToken.None);
        Assert.NotNull(view.Problem);
        ethereum.Instead = static () => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await view.LookAsync(CancellationToken.None);
        Assert.NotNull(view.Problem);
        ethereum.Instead = static () => null;
        await view.LookAsync(CancellationToken.None);
        Assert.Null(view.Problem);
    }

    [Fact]
    public async Task AnAnswerPastItsBoundIsRefused()
    {
        L1View view = View(limits => limits with { MaxAnswerBytes = 4096 });
        ethereum.Instead = () => FakeEthereum.Answer($$"""{"result":"0x1"}{{new string(' ', 4096)}}""");
        await view.LookAsync(CancellationToken.None);
        Assert.Contains("at most 4096 bytes", view.Problem, StringComparison.Ordinal);
        ethereum.Instead = static () => null;

        // So are more logs than the bound, which one block can not be halved for.
        ethereum.Spoil = static _ => new JsonArray([.. Enumerable.Range(0, 4).Select(i => FakeEthereum.Log(0, (ulong)i))]);
        ethereum.Head = Confirmations;
        L1View few = View(limits => limits with { MaxLogs = 3 });
        await few.LookAsync(CancellationToken.None);
        Assert.Contains("at most 3", few.Problem, StringComparison.Ordinal);
        L1View enough = View(limits => limits with { MaxLogs = 4 });
        await enough.LookAsync(CancellationToken.None);
        Assert.Equal(4, enough.Count);
    }

    [Fact]
    public async Task NoFurtherBlockIsReadWhileManyMessagesWait()
    {
        foreach (ulong nonce in Enumerable.Range(0, 6).Select(i => (ulong)i))
        {
            ethereum.Send(block: 50 + nonce, nonce);
        }

        L1View view = View(limits => limits with { MaxHeld = 2, MaxBlocks = 1 }, first: 50);
        await view.LookAsync(CancellationToken.None);
        Assert.Equal(2, view.Count);
        clock.Advance(view.Limits.Cooldown);
        committed.UnionWith(view.Offer(2, _ => false).Select(message => message.Hash));
        await view.LookAsync(CancellationToken.None);
        clock.Advance(view.Limits.Cooldown);
        Assert.Equal([2, 3], Nonces(view.Offer(10, _ => false)));

        // Bytes count as well.
        L1View small = View(limits => limits with { MaxHeldBytes = 3 * 3 * Felt.ByteCount, MaxBlocks = 1 }, first: 52);
        await small.LookAsync(CancellationToken.None);
        Assert.Equal(3, small.Count);
    }

    [Fact]
    public async Task WhatNoBlockTakesIsOfferedNoMoreAndTheOldestOfThemForgotten()
    {
        foreach (ulong nonce in Enumerable.Range(0, 3).Select(i => (ulong)i))
        {
            ethereum.Send(block: 50 + nonce, nonce);
        }

        L1View view = View(limits => limits with { MaxRefused = 1 });
        await view.LookAsync(CancellationToken.None);
        clock.Advance(view.Limits.Cooldown);
        ImmutableArray<L1HandlerTransaction> offered = view.Offer(10, _ => false);
        view.Refuse(offered[0].Hash, "too large");
        clock.Advance(view.Limits.Retry);
        Assert.Equal([1, 2], Nonces(view.Offer(10, _ => false)));

        // Another validator may take it: this one votes for it as before.
        Assert.True(view.Holds(offered[0].Hash, CancellationToken.None));
        view.Refuse(offered[2].Hash, "too large");
        Assert.False(view.Holds(offered[0].Hash, CancellationToken.None));
        Assert.True(view.Holds(offered[2].Hash, CancellationToken.None));
    }

    [Fact]
    public async Task AMessageThatIsNotSeenYetIsWaitedForWithinBounds()
    {
        ethereum.Send(block: 90, nonce: 1);
        L1View seen = View();
        await seen.LookAsync(CancellationToken.None);
        clock.Advance(seen.Limits.Cooldown);
        Felt hash = Assert.Single(seen.Offer(1, _ => false)).Hash;

        // Never seen: the answer comes without it.
        L1View blind = View();
        Assert.False(blind.Holds(hash, CancellationToken.None));

        // Seen while it is waited for; nobody looks until somebody asks.
        L1View lagging = View(limits => limits with { MessagePatience = TimeSpan.FromMinutes(1) });
        using CancellationTokenSource stop = new();
        Task<bool> asked = Task.Run(() => lagging.Holds(hash, CancellationToken.None));
        Task running = lagging.RunAsync(stop.Token);
        Assert.True(await asked);
        await stop.CancelAsync();
        await running;

        // Or nobody wants to know any more.
        await stop.CancelAsync();
        L1View patient = View(limits => limits with { MessagePatience = TimeSpan.FromMinutes(1) });
        Assert.ThrowsAny<OperationCanceledException>(() => patient.Holds(hash, stop.Token));
    }

    [Fact]
    public async Task WhatATransactionOfL1SentIsRememberedWithinBounds()
    {
        ethereum.Send(block: 50, nonce: 1);
        ethereum.Send(block: 51, nonce: 2);
        ethereum.Send(block: 52, nonce: 3);
        L1View view = View(limits => limits with { MaxTransactions = 2 });
        await view.LookAsync(CancellationToken.None);
        clock.Advance(view.Limits.Cooldown);
        ImmutableArray<L1HandlerTransaction> offered = view.Offer(10, _ => false);
        Assert.Null(view.HandlersOf("0x1"));
        Assert.Equal([offered[1].Hash], view.HandlersOf($"0x{2:X64}")!);
        committed.UnionWith(offered.Select(message => message.Hash));
        ethereum.Head++;
        await view.LookAsync(CancellationToken.None);
        Assert.Equal(0, view.Count);
        Assert.Equal([offered[2].Hash], view.HandlersOf("0x3")!);
        Assert.Null(view.HandlersOf("0x"));
    }

    [Fact]
    public async Task AWrongContractIsTold()
    {
        ethereum.HasContract = false;
        L1View view = View();
        await view.LookAsync(CancellationToken.None);
        Assert.Contains("0xde29d060d45901fb19ed6c6e959eb22d8626708e", view.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HowFarL1IsReadIsTold()
    {
        ethereum.Send(block: 50, nonce: 1);
        ethereum.Send(block: 60, nonce: 2);
        L1View view = View(limits => limits with { MaxBlocks = 10, MaxHeld = 2, Rewind = 20 }, first: 45);
        Assert.Equal(new L1Standing(), view.Standing);
        Assert.Equal(TimeSpan.Zero, view.HeadAge);

        // Two messages are as many as it holds: the blocks after them are known and not read.
        await view.LookAsync(CancellationToken.None);
        DateTimeOffset heard = clock.GetUtcNow();
        Assert.Equal(
            new L1Standing { Head = 100, HeadSince = heard, LastRead = 64, Lag = 33, Looks = 1, Messages = 2 }, view.Standing);
        Assert.Equal((true, 2, 0), (view.IsFull, view.Count, view.Refused));
        clock.Advance(view.Limits.Cooldown);
        ImmutableArray<L1HandlerTransaction> offered = view.Offer(10, _ => false);
        view.Refuse(offered[1].Hash, "too large");
        Assert.Equal((2, 1), (view.Count, view.Refused));

        // The chain takes one: the rest is read.
        committed.Add(offered[0].Hash);
        await view.LookAsync(CancellationToken.None);
        Assert.Equal((97UL, 0UL, 2L), (view.Standing.LastRead, view.Standing.Lag, view.Standing.Looks));
        Assert.Equal((false, 1, 1), (view.IsFull, view.Count, view.Refused));
        Assert.Equal(view.Limits.Cooldown, view.HeadAge);

        // A failure changes no place; a newer head is the time's.
        ethereum.Instead = static () => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await view.LookAsync(CancellationToken.None);
        Assert.Equal((97UL, 2L, 1L), (view.Standing.LastRead, view.Standing.Looks, view.Standing.Failures));
        ethereum.Instead = static () => null;
        ethereum.Head = 101;
        await view.LookAsync(CancellationToken.None);
        Assert.Equal((98UL, TimeSpan.Zero), (view.Standing.LastRead, view.HeadAge));

        // Another history is read again, from the rewind on.
        ethereum.Fork = 1;
        await view.LookAsync(CancellationToken.None);
        Assert.Equal((98UL, 0UL, 1L), (view.Standing.LastRead, view.Standing.Lag, view.Standing.Reorganisations));
        Assert.Equal(78UL, ethereum.Ranges[^3].From);
    }

    private static ulong[] Nonces(ImmutableArray<L1HandlerTransaction> messages) =>
        [.. messages.Select(message => (ulong)message.Nonce.ToBigInteger())];

    private L1View View(Func<L1Limits, L1Limits>? adapt = null, ulong? first = 0)
    {
        L1Limits limits = new() { MessagePatience = TimeSpan.FromMilliseconds(1), Interval = TimeSpan.FromMinutes(1) };
        limits = adapt?.Invoke(limits) ?? limits;
        L1Options options = new(new Uri("http://localhost:1"), FakeEthereum.Contract)
        {
            Confirmations = Confirmations, FirstBlock = first, Limits = limits,
        };
        return new L1View(options, ChainId.Sepolia, 100, committed.Contains, http, clock, NullLogger.Instance);
    }
}
