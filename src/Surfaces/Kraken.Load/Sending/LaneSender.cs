using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Accounts;
using Kraken.Load.Measuring;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Sending;

/// <summary>
/// Sends one account's transactions to its node. What the node did not take, or may not have taken, is asked for and sent again by nonce,
/// one at a time, before anything later: an account never has a gap that nobody fills. What comes due meanwhile waits unsigned, up to a
/// bound, and has no nonce that a refusal could leave unused.
/// </summary>
/// <param name="lane">The account.</param>
/// <param name="submitter">Makes the attempts.</param>
/// <param name="placement">The node.</param>
/// <param name="tally">Told what becomes of each.</param>
/// <param name="clock">The run's time.</param>
/// <param name="limits">How much may be under way.</param>
internal sealed class LaneSender(
    AccountLane lane,
    Submitter submitter,
    NodePlacement placement,
    LoadTally tally,
    LoadClock clock,
    LaneLimits limits) : IIntentSender
{
    // A node that has too much is not asked ever more often: the wait doubles while the same transaction is refused.
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan InclusionPoll = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly Queue<Intent> backlog = new();
    private readonly SortedDictionary<ulong, FollowedTransaction> missing = [];
    private readonly TaskCompletionSource landed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task recovery = Task.CompletedTask;
    private int inFlight;
    private int unclaimed;
    private volatile bool stopped;

    /// <summary>The account's nonces and key.</summary>
    public AccountLane Lane => lane;

    /// <inheritdoc/>
    public bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return inFlight == 0 && missing.Count == 0 && backlog.Count == 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Offer(Intent intent)
    {
        tally.CameDue(intent.Due);
        string? problem = null;
        int turns = 0;
        lock (gate)
        {
            if (backlog.Count >= limits.MaxBacklog)
            {
                string last = missing.Count > 0 ? missing.First().Value.LastRefusal ?? "no answer yet" : "answers are outstanding";
                problem = $"{limits.MaxBacklog} transactions of the account wait to be sent; {last}";
            }
            else if (tally.Following >= limits.MaxFollowed)
            {
                problem = $"{limits.MaxFollowed} transactions are under way";
            }
            else
            {
                backlog.Enqueue(intent);
                turns = TakeTurns();
            }
        }

        if (problem is not null)
        {
            tally.NotSent(problem, clock.Elapsed);
        }

        if (turns == 1 && !intent.IsUrgent)
        {
            _ = SendAsync();
            return;
        }

        Start(turns);
    }

    /// <summary>
    /// Fills gaps that refusals left below accepted transactions, with transactions that are not counted; false when one cannot be filled.
    /// </summary>
    public async Task<bool> FillGapsAsync()
    {
        while (lane.HasGap)
        {
            FollowedTransaction filler = new(new SubmittedTransaction(lane.NextFiller()), LoadKind.Transfer, TimeSpan.Zero);
            SendOutcome outcome = await TryAsync(filler).ConfigureAwait(false);
            if (outcome is SendOutcome.Missing or SendOutcome.Refused)
            {
                lane.Release(filler.Submitted.Transaction.Nonce);
                return false;
            }
        }

        return true;
    }

    /// <summary>A transaction that was accepted will not come: its nonce is for the next one.</summary>
    public void Forget(FollowedTransaction transaction) => lane.Release(transaction.Submitted.Transaction.Nonce);

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        Task last;
        lock (gate)
        {
            stopped = true;
            foreach (FollowedTransaction transaction in missing.Values)
            {
                tally.GivenUp(transaction, transaction.LastRefusal ?? "the run ended", clock.Elapsed);
            }

            for (; backlog.Count > 0; backlog.Dequeue())
            {
                tally.NotSent("the run ended before its turn came", clock.Elapsed);
            }

            missing.Clear();
            last = recovery;
            if (inFlight == 0)
            {
                landed.TrySetResult();
            }
        }

        await last.ConfigureAwait(false);
        await landed.Task.ConfigureAwait(false);
    }

    // Under the gate; they are to be started outside. A turn takes what is to be sent when it has a place at the node: until then it has
    // no nonce.
    private int TakeTurns()
    {
        bool isOpen = !stopped && missing.Count == 0;
        int turns = isOpen ? Math.Max(0, Math.Min(limits.Window - inFlight, backlog.Count - unclaimed)) : 0;
        inFlight += turns;
        unclaimed += turns;
        return turns;
    }

    private void Start(int turns)
    {
        for (; turns > 0; turns--)
        {
            _ = Task.Run(SendAsync);
        }
    }

    private async Task SendAsync()
    {
        FollowedTransaction? transaction;
        SendOutcome outcome = default;
        LoadNode node = await placement.EnterAsync().ConfigureAwait(false);
        try
        {
            transaction = TakeNext();
            if (transaction is not null)
            {
                tally.Follow(transaction);
                outcome = await submitter.TryAsync(transaction, node, lane.Advance).ConfigureAwait(false);
            }
        }
        finally
        {
            node.Leave();
        }

        if (transaction is not null)
        {
            MoveIfDown();
            if (outcome == SendOutcome.Missing)
            {
                lock (gate)
                {
                    LineUp(transaction);
                }
            }
            else
            {
                Settle(transaction, outcome);
                await UntilIncludedAsync(transaction).ConfigureAwait(false);
            }
        }

        int turns;
        lock (gate)
        {
            inFlight--;
            turns = TakeTurns();
            if (stopped && inFlight == 0)
            {
                landed.TrySetResult();
            }
        }

        Start(turns);
    }

    private FollowedTransaction? TakeNext()
    {
        Intent intent;
        lock (gate)
        {
            unclaimed--;
            if (stopped || missing.Count > 0 || !backlog.TryDequeue(out intent))
            {
                return null;
            }
        }

        try
        {
            if (lane.TryNext(intent.Kind, out SubmittedTransaction? signed, out LoadKind kind))
            {
                return new FollowedTransaction(signed, kind, intent.Due) { Lane = this };
            }

            tally.NotSent("the file of signed transactions has no more of this account", clock.Elapsed);
        }
        catch (InvalidDataException error)
        {
            tally.NotSent(error.Message, clock.Elapsed);
        }

        return null;
    }

    // Under the gate.
    private void LineUp(FollowedTransaction transaction)
    {
        if (stopped)
        {
            tally.GivenUp(transaction, transaction.LastRefusal ?? "the run ended", clock.Elapsed);
            return;
        }

        missing[transaction.Nonce] = transaction;
        if (recovery.IsCompleted)
        {
            recovery = Task.Run(RecoverAsync);
        }
    }

    private async Task RecoverAsync()
    {
        TimeSpan wait = FirstRetry;
        while (true)
        {
            FollowedTransaction? transaction = null;
            int turns = 0;
            lock (gate)
            {
                if (missing.Count == 0)
                {
                    // Said under the gate, so that whoever lines up next starts a new recovery.
                    recovery = Task.CompletedTask;
                    turns = TakeTurns();
                }
                else
                {
                    transaction = missing.First().Value;
                }
            }

            if (transaction is null)
            {
                Start(turns);
                return;
            }

            SendOutcome outcome = await TryAsync(transaction).ConfigureAwait(false);
            if (outcome == SendOutcome.Missing)
            {
                MoveIfDown();
                await Task.Delay(wait, clock.Time, CancellationToken.None).ConfigureAwait(false);
                wait = wait * 2 < LastRetry ? wait * 2 : LastRetry;
                continue;
            }

            wait = FirstRetry;

            lock (gate)
            {
                // Whoever sees that nothing is missing finds it counted.
                if (missing.Remove(transaction.Nonce))
                {
                    Settle(transaction, outcome);
                }
            }
        }
    }

    private async Task<SendOutcome> TryAsync(FollowedTransaction transaction)
    {
        LoadNode node = await placement.EnterAsync().ConfigureAwait(false);
        try
        {
            return await submitter.TryAsync(transaction, node, lane.Advance).ConfigureAwait(false);
        }
        finally
        {
            node.Leave();
        }
    }

    private void Settle(FollowedTransaction transaction, SendOutcome outcome)
    {
        if (outcome == SendOutcome.Accepted)
        {
            tally.Accepted(transaction, clock.Elapsed);
            return;
        }

        // What a node accepted before, and another one refuses, is asked for at the end.
        if (!transaction.IsAccepted)
        {
            tally.GivenUp(transaction, transaction.LastRefusal ?? "its nonce was used by another transaction", clock.Elapsed);
            if (outcome == SendOutcome.Refused)
            {
                lane.Release(transaction.Submitted.Transaction.Nonce);
            }
        }
    }

    /// <summary>
    /// Goes to another node when this one is down, and sends it what the old one accepted and has in no block: the old one may not have
    /// passed it on, and what follows would wait for it.
    /// </summary>
    private void MoveIfDown()
    {
        if (placement.LeaveIfDown() is { } left)
        {
            lock (gate)
            {
                foreach (FollowedTransaction transaction in tally.AcceptedBy(left, this))
                {
                    LineUp(transaction);
                }
            }
        }
    }

    private async Task UntilIncludedAsync(FollowedTransaction transaction)
    {
        while (limits.WaitsForInclusion && !stopped && tally.IsFollowed(transaction.Hash))
        {
            await Task.Delay(InclusionPoll, clock.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
