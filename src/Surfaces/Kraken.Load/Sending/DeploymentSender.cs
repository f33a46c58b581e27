using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Accounts;
using Kraken.Load.Measuring;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Sending;

/// <summary>Deploys new accounts, each at an address that was funded before; they depend on no other transaction.</summary>
internal sealed class DeploymentSender(
    ImmutableArray<PredeployedAccount> accounts,
    ChainId chain,
    Submitter submitter,
    ImmutableArray<LoadNode> nodes,
    LoadTally tally,
    LoadClock clock) : IIntentSender
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    private int next = -1;
    private int underWay;
    private volatile bool stopped;

    /// <inheritdoc/>
    public bool IsIdle => Volatile.Read(ref underWay) == 0;

    /// <inheritdoc/>
    public void Offer(Intent intent)
    {
        tally.CameDue(intent.Due);
        int index = Interlocked.Increment(ref next);
        if (index >= accounts.Length)
        {
            tally.NotSent("no more addresses were funded", clock.Elapsed);
            return;
        }

        Interlocked.Increment(ref underWay);
        _ = Task.Run(() => SendAsync(accounts[index], new NodePlacement(nodes, index), intent.Due));
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        stopped = true;
        while (!IsIdle)
        {
            await Task.Delay(RetryInterval, clock.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(PredeployedAccount account, NodePlacement placement, TimeSpan due)
    {
        SubmittedTransaction unsigned = TransactionContent.MakeDeployment(account.PublicKey);
        FollowedTransaction transaction =
            new(TransactionSigning.Sign(unsigned, account.PrivateKey!.Value, chain), LoadKind.DeployAccount, due);
        tally.Follow(transaction);
        SendOutcome outcome;
        while ((outcome = await TryAsync(transaction, placement).ConfigureAwait(false)) == SendOutcome.Missing && !stopped)
        {
            placement.LeaveIfDown();
            await Task.Delay(RetryInterval, clock.Time, CancellationToken.None).ConfigureAwait(false);
        }

        if (outcome == SendOutcome.Accepted)
        {
            tally.Accepted(transaction, clock.Elapsed);
        }
        else
        {
            tally.GivenUp(transaction, transaction.LastRefusal ?? "the run ended", clock.Elapsed);
        }

        Interlocked.Decrement(ref underWay);
    }

    private async Task<SendOutcome> TryAsync(FollowedTransaction transaction, NodePlacement placement)
    {
        LoadNode node = await placement.EnterAsync().ConfigureAwait(false);
        try
        {
            return await submitter.TryAsync(transaction, node, _ => { }).ConfigureAwait(false);
        }
        finally
        {
            node.Leave();
        }
    }
}
