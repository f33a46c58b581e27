using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Submission;
using Kraken.Starknet;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>The lanes of other validators' transactions: bounded, fair, and watched.</summary>
public sealed class ForeignTransactionsTests
{
    private static readonly Felt Honest = 1;
    private static readonly Felt Faulty = 2;

    private readonly TransactionDecoder decoder = new(ChainId.Sepolia);
    private readonly ConcurrentQueue<Felt> judged = [];
    private readonly ConcurrentQueue<(Felt Peer, string Offence)> offences = [];

    [Fact]
    public async Task AFloodOfOnePeerDelaysTheOthersByOneTransaction()
    {
        ForeignTransactions lanes = Lanes(_ => null);
        for (ulong i = 0; i < 200; i++)
        {
            Assert.True(lanes.TryEnqueue(Faulty, Encoded(1_000 + i)));
        }

        Assert.True(lanes.TryEnqueue(Honest, Encoded(7)));
        await RunUntilAsync(lanes, () => judged.Count == 201);
        Assert.InRange(judged.ToList().IndexOf(7), 0, 2);
        Assert.Empty(offences);
    }

    [Fact]
    public async Task APeerWhoseTransactionsTakeLongDelaysTheOthersByAsMuchTimeAsTheyTake()
    {
        const ulong Slow = 1_000;
        WorkClock clock = new();
        ForeignTransactions lanes = Lanes(
            transaction =>
            {
                clock.Elapsed += TimeSpan.FromMilliseconds(transaction.Transaction.Nonce == (Felt)Slow ? 100 : 1);
                return null;
            },
            clock: clock);
        for (ulong i = 0; i < 300; i++)
        {
            Assert.True(lanes.TryEnqueue(Faulty, Encoded(Slow)));
            Assert.True(lanes.TryEnqueue(Honest, Encoded(1)));
        }

        await RunUntilAsync(lanes, () => judged.Count == 600);

        // While both wait, as much time for one as for the other; whoever waits alone is not held up.
        List<Felt> order = [.. judged];
        Assert.InRange(order.Skip(order.LastIndexOf(1)).Count(nonce => nonce == (Felt)Slow), 295, 298);
    }

    [Fact]
    public async Task ValidationTakesNoThreadThatTimersAndConnectionsNeed()
    {
        bool? onPool = null;
        ForeignTransactions lanes = Lanes(_ =>
        {
            onPool = Thread.CurrentThread.IsThreadPoolThread;
            return null;
        });
        Assert.True(lanes.TryEnqueue(Honest, Encoded(1)));
        await RunUntilAsync(lanes, () => !judged.IsEmpty);
        Assert.False(onPool);
    }

    [Fact]
    public void APeersQueueIsBoundedInCountAndBytes()
    {
        byte[] encoded = Encoded(1);
        ForeignTransactions counted = Lanes(_ => null, new ForeignLimits { MaxQueued = 3, MaxPeers = 2 });
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => counted.TryEnqueue(Faulty, encoded)));
        Assert.True(counted.TryEnqueue(Honest, encoded));
        Assert.False(counted.TryEnqueue(3, encoded));
        Assert.Equal(3, counted.QueuedOf(Faulty));
        ForeignTransactions weighed = Lanes(_ => null, new ForeignLimits { MaxQueuedBytes = (3 * encoded.Length) - 1 });
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => weighed.TryEnqueue(Faulty, encoded)));
    }

    [Theory]
    [InlineData(3, int.MaxValue, 3)]
    [InlineData(8, 1, 1)]
    [InlineData(8, 0, 1)]
    [InlineData(8, 2, 2)]
    public async Task AsManyAreDecodedAtOnceAsTheLimitsSay(int count, int bytes, int expected)
    {
        // Zero stands for one byte more than the first has, two for what two have.
        byte[] encoded = Encoded(1);
        int room = -1;
        ForeignTransactions? lanes = null;
        lanes = Lanes(
            _ =>
            {
                if (room < 0)
                {
                    for (room = 0; lanes!.TryEnqueue(Faulty, encoded); room++)
                    {
                    }
                }

                return null;
            },
            new ForeignLimits
            {
                MaxDecoded = count,
                MaxDecodedBytes = bytes switch { 0 => encoded.Length + 1, 2 => 2 * encoded.Length, _ => bytes },
                MaxQueuedBytes = 5 * encoded.Length,
            });
        while (lanes.TryEnqueue(Faulty, encoded))
        {
        }

        await RunUntilAsync(lanes, () => judged.Count == 5 + expected);
        Assert.Equal(expected, room);
    }

    [Fact]
    public async Task APeerThatPassesOnJunkIsReportedAndOthersAreNot()
    {
        ForeignTransactions lanes = Lanes(transaction => transaction.Transaction.Nonce == (Felt)1
            ? new SubmissionError(SubmissionErrorKind.ValidationFailure, "expected a signature, got none") { IsPermanent = true }
            : new SubmissionError(SubmissionErrorKind.InvalidNonce, "expected 1, got 2"));
        for (int i = 0; i < 60; i++)
        {
            lanes.TryEnqueue(Faulty, Encoded(1));
            lanes.TryEnqueue(Faulty, i % 2 == 0 ? new byte[] { 1, 2, 3 } : Encoded(2));
            lanes.TryEnqueue(Honest, Encoded(2));
            lanes.TryEnqueue(Honest, Encoded(2));
        }

        await RunUntilAsync(lanes, () => judged.Count == 210);
        (Felt peer, string offence) = Assert.Single(offences);
        Assert.Equal(Faulty, peer);
        Assert.Contains("of 100 transactions are invalid", offence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APeerIsNotReportedForWhatItsUsersMadeInvalidInBetween()
    {
        // A user changes its key, drains its balance or uses a nonce elsewhere as soon as the peer has taken its transactions.
        SubmissionErrorKind[] kinds =
        [
            SubmissionErrorKind.ValidationFailure,
            SubmissionErrorKind.InsufficientBalance,
            SubmissionErrorKind.InvalidNonce,
            SubmissionErrorKind.ClassAlreadyDeclared,
        ];
        int asked = 0;
        ForeignTransactions lanes = Lanes(_ => new SubmissionError(kinds[asked++ % kinds.Length], "not any more"));
        for (ulong i = 0; i < 400; i++)
        {
            Assert.True(lanes.TryEnqueue(Honest, Encoded(i)));
        }

        await RunUntilAsync(lanes, () => judged.Count == 400);
        Assert.Empty(offences);
    }

    [Fact]
    public async Task OneThatCannotBeJudgedEndsNothing()
    {
        ForeignTransactions lanes =
            Lanes(transaction => transaction.Transaction.Nonce == (Felt)1 ? throw new InvalidOperationException("damaged") : null);
        lanes.TryEnqueue(Faulty, Encoded(1));
        lanes.TryEnqueue(Faulty, Encoded(2));
        await RunUntilAsync(lanes, () => judged.Count == 2);
        Assert.Equal([(Felt)1, (Felt)2], judged);
    }

    private ForeignTransactions Lanes(
        Func<SubmittedTransaction, SubmissionError?> admit, ForeignLimits? limits = null, TimeProvider? clock = null) => new(
        decoder,
        transaction =>
        {
            judged.Enqueue(transaction.Transaction.Nonce);
            return admit(transaction);
        },
        limits ?? new ForeignLimits(),
        clock ?? new WorkClock(),
        NullLogger.Instance)
    {
        Offence = (peer, offence) => offences.Enqueue((peer, offence)),
    };

    private static async Task RunUntilAsync(ForeignTransactions lanes, Func<bool> done)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));
        Task running = lanes.RunAsync(stop.Token);
        while (!done() || lanes.QueuedOf(Honest) + lanes.QueuedOf(Faulty) > 0)
        {
            Assert.False(running.IsFaulted, running.Exception?.ToString());
            await Task.Delay(5, stop.Token);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private byte[] Encoded(ulong nonce) =>
        decoder.Encode(LargestTransactions.Complete(LargestTransactions.Invoke(1, 1) with { Nonce = nonce }));

    /// <summary>A clock that moves only when work is done.</summary>
    private sealed class WorkClock : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
