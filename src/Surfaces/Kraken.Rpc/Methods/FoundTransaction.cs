using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>How far a known transaction has come; one of the nested records.</summary>
internal abstract record FoundTransaction
{
    private FoundTransaction()
    {
    }

    /// <summary>It stands in a decided block.</summary>
    /// <param name="Location">Where.</param>
    /// <param name="Header">The header of the block.</param>
    /// <param name="Chain">The chain that holds it, of which one transaction and one receipt are read.</param>
    internal sealed record Included(TransactionLocation Location, BlockHeader Header, ChainSnapshot Chain) : FoundTransaction
    {
        internal Transaction Transaction => Chain.TransactionAt(Location);

        internal TransactionReceipt Receipt => Chain.ReceiptAt(Location);

        internal BlockStatus Finality => Chain.FinalityAt(Location.BlockNumber);
    }

    /// <summary>It stands in the proposal for the next block.</summary>
    /// <param name="Index">Its index there.</param>
    internal sealed record PreConfirmed(PreConfirmedBlock Proposal, int Index) : FoundTransaction
    {
        internal Block Block => Proposal.Block;

        internal Transaction Transaction => Block.Transactions[Index];

        internal TransactionReceipt Receipt => Block.Receipts[Index];
    }

    /// <summary>It waits for a block.</summary>
    /// <param name="IsCandidate">Whether it is chosen for the block being built, and not executed yet.</param>
    internal sealed record Waiting(Transaction Transaction, bool IsCandidate) : FoundTransaction;

    /// <summary>It was taken and left the mempool other than by a block.</summary>
    /// <param name="Reason">Why.</param>
    internal sealed record Dropped(string Reason) : FoundTransaction;
}
