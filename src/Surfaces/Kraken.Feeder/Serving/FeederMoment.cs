using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Feeder.Serving;

/// <summary>
/// The chain up to the block that was the latest when a request came: one that is appended meanwhile does not exist for it, so that all
/// parts of an answer are of one moment.
/// </summary>
internal sealed class FeederMoment(IChainReader chain)
{
    private readonly BlockHeader? head = chain.Latest;

    /// <summary>The last decided block.</summary>
    /// <exception cref="FeederException">There is none yet.</exception>
    internal BlockHeader Head => head ?? throw new FeederException(FeederErrorCode.BlockNotFound, "There is no block yet.");

    /// <summary>The proposal on top of the last decided block, or an empty block where there is none.</summary>
    internal PreConfirmedBlock Proposal => chain.PreConfirmed is { } proposal && proposal.Block.Header.ParentHash == Head.Hash
        ? proposal
        : new(new Block(chain.HeaderAfter(Head), [], []), StateDiff.Empty);

    /// <summary>The header of a decided block.</summary>
    /// <exception cref="FeederException">There is no such block.</exception>
    internal BlockHeader Header(BlockId id)
    {
        ulong? number = id switch
        {
            BlockId.ByNumber { Number: var given } => given,
            BlockId.ByHash { Hash: var hash } => chain.NumberOf(hash),
            _ => Head.Number,
        };
        return number == head?.Number ? Head
            : number < head?.Number && chain.HeaderAt(number.Value) is { } header ? header
            : throw NotFound(id);
    }

    /// <summary>A decided block.</summary>
    /// <exception cref="FeederException">There is no such block.</exception>
    internal Block Block(BlockId id) => chain.BlockAt(Header(id).Number) ?? throw NotFound(id);

    /// <summary>What a decided block changed.</summary>
    internal StateDiff Diff(BlockHeader header) =>
        chain.StateDiffAt(header.Number) ?? throw NotFound(new BlockId.ByNumber(header.Number));

    /// <summary>The state's root before a decided block.</summary>
    internal Felt RootBefore(BlockHeader header) =>
        header.Number == 0 ? Felt.Zero : Header(new BlockId.ByNumber(header.Number - 1)).StateRoot;

    /// <summary>Where a transaction stands among the decided blocks, with the block's header; null when none holds it.</summary>
    internal (TransactionLocation Location, BlockHeader Header)? Locate(Felt hash) =>
        chain.Locate(hash) is { } place && place.BlockNumber <= head?.Number
            ? (place, Header(new BlockId.ByNumber(place.BlockNumber)))
            : null;

    /// <summary>The transaction at a place, and its receipt.</summary>
    internal (Transaction Transaction, TransactionReceipt Receipt) At(TransactionLocation place) =>
        chain.TransactionAt(place) is { } transaction && chain.ReceiptAt(place) is { } receipt
            ? (transaction, receipt)
            : throw NotFound(new BlockId.ByNumber(place.BlockNumber));

    private static FeederException NotFound(BlockId id) => new(
        FeederErrorCode.BlockNotFound,
        id switch
        {
            BlockId.ByNumber { Number: var number } => $"Block number {number} was not found.",
            BlockId.ByHash { Hash: var hash } => $"Block hash {hash} does not exist.",
            _ => "There is no block yet.",
        });
}
