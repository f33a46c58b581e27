using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Measuring;
using Kraken.Rpc.Client;
using Kraken.Starknet.Receipts;

namespace Kraken.Load.Sending;

/// <summary>
/// Finds out what became of transactions that were accepted and are in no block: dropped with a reason, waiting still, or lost, which is
/// said only when every node that can know was asked and knows nothing.
/// </summary>
internal sealed class Resolution(ImmutableArray<LoadNode> nodes, LoadTally tally, LoadClock clock)
{
    // A run of hours asks for few at a time.
    private const int MostAtATime = 500;

    // Asked again, for a block may have come between two nodes' answers.
    private const int TimesUnknownOfLost = 2;

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(300);

    // Nodes that hang must not keep a run from its end: what could not be asked in this time is unresolved.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks for those that were accepted at least so long ago.</summary>
    public async Task AskAsync(TimeSpan age)
    {
        TimeSpan latest = clock.Elapsed - age;
        using CancellationTokenSource limit = new(Limit, clock.Time);
        foreach (FollowedTransaction transaction in tally.Waiting.Where(waiting => waiting.AcceptedAt <= latest).Take(MostAtATime))
        {
            await AskAsync(transaction, isEnd: false, limit.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for all that are left, and gives the number of those for which nobody could be asked.</summary>
    public async Task<int> EndAsync()
    {
        IReadOnlyList<FollowedTransaction> waiting = tally.Waiting;
        int unresolved = 0;
        using CancellationTokenSource limit = new(Limit, clock.Time);
        for (int time = 0; time < TimesUnknownOfLost; time++)
        {
            unresolved = 0;
            foreach (FollowedTransaction transaction in waiting.Where(left => tally.IsFollowed(left.Hash)))
            {
                unresolved += await AskAsync(transaction, isEnd: true, limit.Token).ConfigureAwait(false) ? 0 : 1;
            }

            if (waiting.Count > 0 && time == 0)
            {
                await Task.Delay(AskAgain, clock.Time, CancellationToken.None).ConfigureAwait(false);
            }
        }

        return unresolved;
    }

    /// <summary>False when neither the node that accepted it nor one that has it could be asked.</summary>
    private async Task<bool> AskAsync(FollowedTransaction transaction, bool isEnd, CancellationToken cancellation)
    {
        string? dropped = null;
        bool isDropped = false;
        bool ownerAnswered = false;
        foreach (LoadNode node in nodes.OrderBy(node => node != transaction.Node))
        {
            try
            {
                TransactionStatus? status = await node.Client.StatusAsync(transaction.Hash, cancellation).ConfigureAwait(false);
                ownerAnswered |= node == transaction.Node || transaction.Node is null;
                switch (status)
                {
                    case null:
                        break;
                    case { Finality: TransactionFinality.Rejected }:
                        (isDropped, dropped) = (true, status.FailureReason);
                        break;
                    case { Finality: TransactionFinality.AcceptedOnL2 or TransactionFinality.AcceptedOnL1 }:
                        // The watch knows when its block was seen. What it has not read at the end is seen now.
                        if (isEnd)
                        {
                            tally.InBlock(transaction.Hash, status.Execution == ExecutionStatus.Reverted, clock.Elapsed);
                        }

                        return true;
                    default:
                        transaction.TimesUnknown = 0;
                        return true;
                }
            }
            catch (Exception failure) when (NodeFailure.IsAny(failure))
            {
                // Another node may know.
            }
        }

        if (isDropped)
        {
            tally.Rejected(transaction, dropped);
            transaction.Lane?.Forget(transaction);
        }
        else if (ownerAnswered && ++transaction.TimesUnknown >= TimesUnknownOfLost)
        {
            tally.Lost(transaction);
            transaction.Lane?.Forget(transaction);
        }

        return isDropped || ownerAnswered;
    }
}
