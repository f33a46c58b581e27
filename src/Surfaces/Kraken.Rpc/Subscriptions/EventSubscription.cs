using System.Collections.Generic;
using Kraken.Rpc.Methods;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Subscriptions;

/// <summary>Tells of the events of decided blocks that match a filter, and before that of those of the block being built.</summary>
/// <param name="id">The name by which the subscriber knows it.</param>
/// <param name="begun">The moment at which it begins.</param>
/// <param name="first">The first block that it tells of.</param>
/// <param name="filter">Which events.</param>
/// <param name="preConfirmed">Whether those of the block being built are told of too.</param>
internal sealed class EventSubscription(string id, ChainMoment begun, ulong first, EventFilter filter, bool preConfirmed)
    : BlockSubscription(id, begun, first)
{
    private readonly ProposedTransactions proposed = new();

    /// <inheritdoc/>
    internal override bool LooksAhead => preConfirmed;

    /// <inheritdoc/>
    protected override IEnumerable<Notification> OfBlock(BlockHeader header, ChainSnapshot chain)
    {
        if (header.Commitments.EventCount == 0 || chain.BlockAt(header.Number) is not { } block)
        {
            yield break;
        }

        for (int index = 0; index < block.Receipts.Length; index++)
        {
            foreach (Notification notification in OfReceipt(block, index, BlockStatus.AcceptedOnL2))
            {
                yield return notification;
            }
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<Notification> Ahead(ChainMoment moment)
    {
        Block? proposal = preConfirmed ? moment.Chain.PreConfirmed?.Block : null;
        foreach (int index in proposed.NewIn(proposal))
        {
            foreach (Notification notification in OfReceipt(proposal!, index, BlockStatus.PreConfirmed))
            {
                yield return notification;
            }
        }
    }

    private IEnumerable<Notification> OfReceipt(Block block, int index, BlockStatus finality)
    {
        TransactionReceipt receipt = block.Receipts[index];
        for (int inner = 0; inner < receipt.Events.Length; inner++)
        {
            if (filter.Matches(receipt.Events[inner]))
            {
                EmittedEventPlace place = new(index, inner);
                yield return new(
                    "starknet_subscriptionEvents", writer => EmittedEventJson.Write(writer, block, place, finality, withFinality: true));
            }
        }
    }
}
