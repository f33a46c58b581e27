using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging;

namespace Kraken.Sequencer.Submission;

/// <summary>
/// The way of other validators' transactions into the pool: a bounded queue for each peer, the peers in turn such that each gets the same
/// time, one validation at a time beside those of users. Safe for several threads.
/// </summary>
/// <param name="decoder">Decodes and computes derived fields.</param>
/// <param name="admit">The checks of users' transactions: <see cref="TransactionAdmission.AdmitForeign"/>.</param>
/// <param name="limits">Bounds of the queues.</param>
/// <param name="clock">The clock of the time that validations take.</param>
/// <param name="logger">Receives what went wrong on this side.</param>
public sealed partial class ForeignTransactions(
    TransactionDecoder decoder,
    Func<SubmittedTransaction, SubmissionError?> admit,
    ForeignLimits limits,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(1);

    // A monitor: who waits for it sleeps, where waiting on tasks and semaphores spins first.
    private readonly object gate = new();
    private readonly Dictionary<Felt, Lane> lanes = [];

    // Every lane that has something stands here once.
    private readonly Queue<Lane> turns = [];

    /// <summary>Called with a peer and its offence when it passes on too much that is invalid.</summary>
    public Action<Felt, string> Offence { get; set; } = (_, _) => { };

    /// <summary>How many transactions of a peer wait to be validated.</summary>
    public int QueuedOf(Felt peer)
    {
        lock (gate)
        {
            return lanes.TryGetValue(peer, out Lane? lane) ? lane.Count : 0;
        }
    }

    /// <summary>Takes a transaction as a peer sent it; false when the peer's queue is full, and the transaction is dropped.</summary>
    /// <param name="peer">The validator that sent it.</param>
    /// <param name="encoded">Its bytes, which nobody changes from now on.</param>
    public bool TryEnqueue(Felt peer, ReadOnlyMemory<byte> encoded)
    {
        lock (gate)
        {
            if (!lanes.TryGetValue(peer, out Lane? lane))
            {
                if (lanes.Count >= limits.MaxPeers)
                {
                    return false;
                }

                lane = new Lane(peer);
                lanes.Add(peer, lane);
            }

            if (lane.Count >= limits.MaxQueued || lane.Bytes + encoded.Length > limits.MaxQueuedBytes)
            {
                return false;
            }

            lane.Queue.Enqueue(encoded);
            lane.Bytes += encoded.Length;
            if (!lane.HasTurn)
            {
                lane.HasTurn = true;
                turns.Enqueue(lane);
                Monitor.Pulse(gate);
            }

            return true;
        }
    }

    /// <summary>
    /// Validates what is queued until cancelled, on a thread of its own: those of the pool are few, and timers and connections of consensus
    /// wait for one.
    /// </summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Run(cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.Register(() =>
        {
            lock (gate)
            {
                Monitor.PulseAll(gate);
            }
        });
        while (true)
        {
            Lane lane = Next(cancellation);
            long began = clock.GetTimestamp();
            Process(lane, TakeDecoded(lane));
            TimeSpan beyond = lane.Debt + clock.GetElapsedTime(began) - Turn;
            lane.Debt = beyond > TimeSpan.Zero ? beyond : TimeSpan.Zero;
            lock (gate)
            {
                lane.HasTurn = lane.Count > 0;
                if (lane.HasTurn)
                {
                    turns.Enqueue(lane);
                }
            }
        }
    }

    /// <summary>Waits for the next lane.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    private Lane Next(CancellationToken cancellation)
    {
        lock (gate)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!turns.TryDequeue(out Lane? lane))
                {
                    Monitor.Wait(gate);
                }
                else if (lane.Debt >= Turn)
                {
                    // What it took beyond its turn it leaves to the others, if any wait.
                    lane.Debt -= Turn;
                    turns.Enqueue(lane);
                }
                else
                {
                    return lane;
                }
            }
        }
    }

    // The first of a lane's transactions; null when it does not decode. Those behind it are decoded with it, but wait for their turns.
    private SubmittedTransaction? TakeDecoded(Lane lane)
    {
        lock (gate)
        {
            if (lane.Decoded.TryDequeue(out SubmittedTransaction? ready))
            {
                return ready;
            }
        }

        SubmittedTransaction?[] decoded = decoder.DecodeMany(TakeEncoded(lane));
        lock (gate)
        {
            foreach (SubmittedTransaction? transaction in decoded.AsSpan(1))
            {
                lane.Decoded.Enqueue(transaction);
            }
        }

        return decoded[0];
    }

    private ReadOnlyMemory<byte>[] TakeEncoded(Lane lane)
    {
        List<ReadOnlyMemory<byte>> taken = [];
        lock (gate)
        {
            int bytes = 0;
            while (taken.Count < limits.MaxDecoded
                && lane.Queue.TryPeek(out ReadOnlyMemory<byte> next)
                && (taken.Count == 0 || bytes + next.Length <= limits.MaxDecodedBytes))
            {
                taken.Add(lane.Queue.Dequeue());
                bytes += next.Length;
            }

            lane.Bytes -= bytes;
        }

        return [.. taken];
    }

    private void Process(Lane lane, SubmittedTransaction? transaction)
    {
        if (transaction is null)
        {
            Count(lane, "does not decode or breaks a limit");
            return;
        }

        try
        {
            if (admit(transaction) is not { } error)
            {
                Count(lane, null);
            }
            else if (error.Kind != SubmissionErrorKind.Duplicate)
            {
                Count(lane, error.IsPermanent ? error.Message : null);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // One transaction must not end the node: it is dropped, and the reason stands in the log.
            LogFailure(logger, failure, transaction.Transaction.Hash, lane.Peer);
        }
    }

    // Only what no honest validator takes, whatever block it is at, is held against the peer: its users choose what else it passes on.
    private void Count(Lane lane, string? junk)
    {
        lane.Seen++;
        lane.Junk += junk is null ? 0 : 1;
        if (lane.Seen < limits.Window)
        {
            return;
        }

        (int seen, int invalid) = (lane.Seen, lane.Junk);
        (lane.Seen, lane.Junk) = (0, 0);
        if (invalid * 100L > (long)seen * limits.MaxJunkPercent)
        {
            Offence(
                lane.Peer, string.Create(CultureInfo.InvariantCulture, $"{invalid} of {seen} transactions are invalid, the last: {junk}"));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "transaction {Hash} of {Peer} could not be judged and is dropped")]
    private static partial void LogFailure(ILogger logger, Exception failure, Felt hash, Felt peer);

    private sealed class Lane(Felt peer)
    {
        public Felt Peer { get; } = peer;

        public Queue<ReadOnlyMemory<byte>> Queue { get; } = [];

        public Queue<SubmittedTransaction?> Decoded { get; } = [];

        public int Count => Queue.Count + Decoded.Count;

        /// <summary>Whether it stands among the turns or has one.</summary>
        public bool HasTurn { get; set; }

        public long Bytes { get; set; }

        // Only the one that validates counts and measures.
        public TimeSpan Debt { get; set; }

        public int Seen { get; set; }

        public int Junk { get; set; }
    }
}
