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
    /// <param name="Block">The block.</param>
    internal sealed record Included(TransactionLocation Location, Block Block) : FoundTransaction
    {
        internal Transaction Transaction => Block.Transactions[Location.Index];

        internal TransactionReceipt Receipt => Block.Receipts[Location.Index];
    }

    /// <summary>It stands in the proposal for the next block.</summary>
    /// <param name="Block">The proposal.</param>
    /// <param name="Index">Its index there.</param>
    internal sealed record PreConfirmed(Block Block, int Index) : FoundTransaction
    {
        internal Transaction Transaction => Block.Transactions[Index];

        internal TransactionReceipt Receipt => Block.Receipts[Index];
    }

    /// <summary>It waits for a block.</summary>
    /// <param name="Transaction">The transaction.</param>
    internal sealed record Waiting(Transaction Transaction) : FoundTransaction;

    /// <summary>It was taken and left the mempool other than by a block.</summary>
    /// <param name="Reason">Why.</param>
    internal sealed record Dropped(string Reason) : FoundTransaction;
}
