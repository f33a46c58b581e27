using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>Finds transactions in the chain, in the proposal, among those that wait and among those that were dropped.</summary>
internal sealed class TransactionFinder(ChainView view, ITransactionSubmitter? submitter)
{
    /// <summary>Finds a transaction.</summary>
    /// <exception cref="RpcFailureException">It is unknown.</exception>
    internal FoundTransaction Find(Felt hash) => TryFind(hash) ?? throw new RpcFailureException(RpcError.TransactionHashNotFound);

    /// <summary>Finds a transaction; null when it is unknown.</summary>
    internal FoundTransaction? TryFind(Felt hash)
    {
        if (InChain(hash) is { } found)
        {
            return found;
        }

        if (submitter?.FindPending(hash) is { } pending)
        {
            return new FoundTransaction.Waiting(pending, view.Candidates.Contains(hash));
        }

        // It may have gone from the waiting ones into a block, or out of the pool, between the looks: a block has the last word.
        string? reason = submitter?.FindRejection(hash);
        return InChain(hash) ?? (reason is null ? null : new FoundTransaction.Dropped(reason));
    }

    /// <summary>A transaction's content, looked for first among those that wait; null when it is unknown or was dropped.</summary>
    internal Transaction? ContentOf(Felt hash) => submitter?.FindPending(hash) ?? InChain(hash) switch
    {
        FoundTransaction.Included included => included.Transaction,
        FoundTransaction.PreConfirmed proposed => proposed.Transaction,
        _ => null,
    };

    private FoundTransaction? InChain(Felt hash)
    {
        ChainSnapshot chain = view.Take();
        if (chain.Locate(hash) is { } location)
        {
            BlockHeader header = chain.HeaderAt(location.BlockNumber) ?? throw new RpcFailureException(RpcError.TransactionHashNotFound);
            return new FoundTransaction.Included(location, header, chain);
        }

        return chain.IndexInProposal(hash) is { } index ? new FoundTransaction.PreConfirmed(chain.PreConfirmed!, index) : null;
    }
}
