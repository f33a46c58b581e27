using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;

namespace Kraken.Load;

/// <summary>
/// Sends one account's transactions to its node. What the node did not take, or may not have taken, is asked for and sent again by nonce,
/// one at a time, before anything later: an account never has a gap that nobody fills.
/// </summary>
internal sealed class LaneSender(RpcClient node, AccountLane lane, LoadTally tally, TimeProvider clock, Func<TimeSpan> elapsed)
{
    private const int Malformed = 0;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly SortedDictionary<ulong, (InvokeTransaction Transaction, TimeSpan Due)> missing = [];
    private Task recovery = Task.CompletedTask;
    private int inFlight;

    /// <summary>The account.</summary>
    public AccountLane Lane => lane;

    /// <summary>Whether nothing is on its way or to be sent again.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return inFlight == 0 && missing.Count == 0;
            }
        }
    }

    /// <summary>Sends a transaction, or lines it up behind those that must be sent again first.</summary>
    public async Task SendAsync(InvokeTransaction transaction, TimeSpan due)
    {
        tally.Sent(transaction.Hash, due);
        lock (gate)
        {
            if (missing.Count > 0)
            {
                LineUp(transaction, due);
                return;
            }

            inFlight++;
        }

        SendOutcome outcome = await TryAsync(transaction).ConfigureAwait(false);
        lock (gate)
        {
            inFlight--;
            if (outcome == SendOutcome.Missing)
            {
                LineUp(transaction, due);
                return;
            }
        }

        Settle(transaction, due, outcome);
    }

    /// <summary>Fills gaps that refusals left below accepted transactions; false when one cannot be filled.</summary>
    public async Task<bool> FillGapsAsync(Func<InvokeTransaction> next)
    {
        while (lane.HasGap)
        {
            InvokeTransaction filler = next();
            SendOutcome outcome = await TryAsync(filler).ConfigureAwait(false);
            if (outcome is SendOutcome.Missing or SendOutcome.Refused)
            {
                lane.Release(filler.Nonce);
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives up what the node has not taken.</summary>
    public async Task StopAsync()
    {
        Task last;
        lock (gate)
        {
            foreach ((InvokeTransaction transaction, TimeSpan _) in missing.Values)
            {
                tally.GivenUp(transaction.Hash);
            }

            missing.Clear();
            last = recovery;
        }

        await last.ConfigureAwait(false);
    }

    // Under the gate.
    private void LineUp(InvokeTransaction transaction, TimeSpan due)
    {
        missing[NonceOf(transaction)] = (transaction, due);
        if (recovery.IsCompleted)
        {
            recovery = Task.Run(RecoverAsync);
        }
    }

    private async Task RecoverAsync()
    {
        while (true)
        {
            InvokeTransaction transaction;
            TimeSpan due;
            lock (gate)
            {
                if (missing.Count == 0)
                {
                    // Said under the gate, so that whoever lines up next starts a new recovery.
                    recovery = Task.CompletedTask;
                    return;
                }

                (transaction, due) = missing.First().Value;
            }

            SendOutcome outcome = await TryAsync(transaction).ConfigureAwait(false);
            if (outcome == SendOutcome.Missing)
            {
                await Task.Delay(RetryInterval, clock, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            bool mine;
            lock (gate)
            {
                mine = missing.Remove(NonceOf(transaction));
            }

            if (mine)
            {
                Settle(transaction, due, outcome);
            }
        }
    }

    private void Settle(InvokeTransaction transaction, TimeSpan due, SendOutcome outcome)
    {
        if (outcome == SendOutcome.Accepted)
        {
            tally.Accepted(transaction.Hash, elapsed() - due);
            return;
        }

        tally.GivenUp(transaction.Hash);
        if (outcome == SendOutcome.Refused)
        {
            lane.Release(transaction.Nonce);
        }
    }

    private async Task<SendOutcome> TryAsync(InvokeTransaction transaction)
    {
        try
        {
            await node.SubmitAsync(new SubmittedTransaction(transaction), CancellationToken.None).ConfigureAwait(false);
            return SendOutcome.Accepted;
        }
        catch (RpcClientException refusal) when (refusal.Code == RpcErrorCode.DuplicateTransaction)
        {
            return SendOutcome.Accepted;
        }
        catch (RpcClientException refusal)
        {
            tally.Refused(refusal.Message);
            return refusal.Code is RpcErrorCode.InvalidTransactionNonce or RpcErrorCode.UnexpectedError
                or RpcErrorCode.ReplacementUnderpriced or RpcErrorCode.InternalError or RpcErrorCode.ServerBusy or Malformed
                ? await AskAsync(transaction).ConfigureAwait(false)
                : SendOutcome.Refused;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            // No answer is not a refusal: the node may have taken it.
            tally.Refused($"no answer: {failure.Message}");
            return await AskAsync(transaction).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the node whether it has the transaction, and if not, whether its nonce is free.</summary>
    private async Task<SendOutcome> AskAsync(InvokeTransaction transaction)
    {
        try
        {
            if (await node.StatusAsync(
                transaction.Hash, CancellationToken.None).ConfigureAwait(false) is { Finality: not TransactionFinality.Rejected })
            {
                return SendOutcome.Accepted;
            }

            Fields.Felt nonce = await node.NonceAsync(BlockId.Latest, lane.Address, CancellationToken.None).ConfigureAwait(false);
            ulong committed = nonce.TryToUInt64(out ulong value) ? value : 0;
            if (NonceOf(transaction) >= committed)
            {
                return SendOutcome.Missing;
            }

            // It may have come into a block between the two questions.
            lane.Advance(committed);
            return await node.StatusAsync(
                transaction.Hash, CancellationToken.None).ConfigureAwait(false) is { Finality: not TransactionFinality.Rejected }
                ? SendOutcome.Accepted
                : SendOutcome.Overtaken;
        }
        catch (Exception failure) when (failure is RpcClientException or HttpRequestException or TaskCanceledException)
        {
            return SendOutcome.Missing;
        }
    }

    private static ulong NonceOf(InvokeTransaction transaction) => transaction.Nonce.TryToUInt64(out ulong nonce) ? nonce : ulong.MaxValue;
}
