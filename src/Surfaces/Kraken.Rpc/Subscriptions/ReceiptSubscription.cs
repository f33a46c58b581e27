using System.Collections.Generic;
using System.Linq;
using Kraken.Rpc.Methods;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Subscriptions;

/// <summary>Tells of the receipts of new transactions.</summary>
/// <param name="id">The name by which the subscriber knows it.</param>
/// <param name="begun">The moment at which it begins; blocks after its head are told of.</param>
/// <param name="wanted">At which finalities, and of whose transactions.</param>
internal sealed class ReceiptSubscription(string id, ChainMoment begun, WantedTransactions wanted)
    : BlockSubscription(id, begun, begun.Chain.Latest.Number + 1)
{
    private readonly ProposedTransactions proposed = new();

    /// <inheritdoc/>
    internal override bool LooksAhead => wanted.Has(TransactionStage.PreConfirmed);

    /// <inheritdoc/>
    protected override IEnumerable<Notification> OfBlock(BlockHeader header, ChainSnapshot chain) =>
        wanted.Has(TransactionStage.Accepted) && chain.BlockAt(header.Number) is { } block
            ? Of(block, Enumerable.Range(0, block.Receipts.Length), BlockStatus.AcceptedOnL2)
            : [];

    /// <inheritdoc/>
    protected override IEnumerable<Notification> Ahead(ChainMoment moment) => LooksAhead && moment.Chain.PreConfirmed is { } proposal
        ? Of(proposal.Block, proposed.NewIn(proposal.Block), BlockStatus.PreConfirmed)
        : [];

    private IEnumerable<Notification> Of(Block block, IEnumerable<int> indices, BlockStatus finality) => indices
        .Where(index => wanted.IsFrom(block.Transactions[index]))
        .Select(index => new Notification(
            "starknet_subscriptionNewTransactionReceipts",
            writer => ReceiptJson.Write(writer, block.Receipts[index], finality, block.Header)));
}
