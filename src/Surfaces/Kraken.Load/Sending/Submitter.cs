using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Load.Measuring;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;

namespace Kraken.Load.Sending;

/// <summary>
/// One attempt to send, and what became of it: an answer that does not come is no refusal, and a refusal that says "not now" is none for
/// good, so in both cases the node is asked.
/// </summary>
/// <param name="tally">Told what each node refuses.</param>
/// <param name="abort">Ends what is on its way, as if no answer came.</param>
internal sealed class Submitter(LoadTally tally, CancellationToken abort)
{
    private const int Malformed = 0;

    /// <summary>Sends a transaction to a node.</summary>
    /// <param name="node">Where to.</param>
    /// <param name="advance">Told the account's nonce on the chain when the transaction's own was used by another.</param>
    public async Task<SendOutcome> TryAsync(FollowedTransaction transaction, LoadNode node, Action<ulong> advance)
    {
        node.Attempted();
        try
        {
            Felt hash = await node.Client.SubmitAsync(transaction.Submitted, abort).ConfigureAwait(false);
            node.Answered();
            transaction.Node = node;
            if (hash != transaction.Hash)
            {
                tally.AttemptRefused(transaction, $"the node computed the hash {hash}, expected {transaction.Hash}: another chain's?");
                return SendOutcome.Refused;
            }

            return SendOutcome.Accepted;
        }
        catch (RpcClientException refusal) when (refusal.Code == RpcErrorCode.DuplicateTransaction)
        {
            node.Answered();
            transaction.Node = node;
            return SendOutcome.Accepted;
        }
        catch (RpcClientException busy) when (busy.Code == RpcErrorCode.ServerBusy)
        {
            // Nothing was looked at: there is nothing to ask, and a node that has too much to do is not asked.
            node.Refused();
            tally.AttemptRefused(transaction, busy.Message);
            return SendOutcome.Missing;
        }
        catch (RpcClientException refusal)
        {
            node.Refused();
            tally.AttemptRefused(transaction, refusal.Message);
            return refusal.Code is RpcErrorCode.InvalidTransactionNonce or RpcErrorCode.UnexpectedError
                or RpcErrorCode.ReplacementUnderpriced or RpcErrorCode.InternalError or Malformed
                ? await AskAsync(transaction, node, advance).ConfigureAwait(false)
                : SendOutcome.Refused;
        }
        catch (Exception failure) when (NodeFailure.IsSilence(failure))
        {
            // No answer is not a refusal: the node may have taken it.
            node.LeftUnanswered();
            tally.AttemptRefused(transaction, $"no answer: {failure.Message}");
            return await AskAsync(transaction, node, advance).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the node whether it has the transaction, and if not, whether its nonce is free.</summary>
    private async Task<SendOutcome> AskAsync(FollowedTransaction transaction, LoadNode node, Action<ulong> advance)
    {
        try
        {
            if (await HasAsync(transaction, node).ConfigureAwait(false))
            {
                return SendOutcome.Accepted;
            }

            Felt sender = transaction.Submitted.Transaction.Sender;
            ulong committed = await NonceAsync(node, sender).ConfigureAwait(false);
            if (transaction.Nonce >= committed)
            {
                return SendOutcome.Missing;
            }

            // It may have come into a block between the two questions.
            advance(committed);
            return await HasAsync(transaction, node).ConfigureAwait(false) ? SendOutcome.Accepted : SendOutcome.Overtaken;
        }
        catch (Exception failure) when (NodeFailure.IsAny(failure))
        {
            return SendOutcome.Missing;
        }
    }

    private async Task<bool> HasAsync(FollowedTransaction transaction, LoadNode node)
    {
        TransactionStatus? status = await node.Client.StatusAsync(transaction.Hash, abort).ConfigureAwait(false);
        node.Answered();
        if (status is not { Finality: not TransactionFinality.Rejected })
        {
            return false;
        }

        transaction.Node = node;
        return true;
    }

    private async Task<ulong> NonceAsync(LoadNode node, Felt account)
    {
        try
        {
            Felt nonce = await node.Client.NonceAsync(BlockId.Latest, account, abort).ConfigureAwait(false);
            return nonce.TryToUInt64(out ulong value) ? value : 0;
        }
        catch (RpcClientException error) when (error.Code == RpcErrorCode.ContractNotFound)
        {
            // An account that is to be deployed has used none.
            return 0;
        }
    }
}
