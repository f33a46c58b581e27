using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Rpc.Methods;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Subscriptions;

/// <summary>Tells of decided blocks one after another, and then of the one being built.</summary>
/// <param name="id">The name by which the subscriber knows it.</param>
/// <param name="begun">The moment at which it begins.</param>
/// <param name="first">The first block that it tells of.</param>
internal abstract class BlockSubscription(string id, ChainMoment begun, ulong first) : Subscription(id, begun)
{
    private ulong next = first;
    private int told;

    // Of the block before the next one; null where that was not told of.
    private Felt? parent;

    /// <inheritdoc/>
    internal override bool LooksAhead => false;

    /// <inheritdoc/>
    internal override ulong BlocksBehind(ChainSnapshot chain) => chain.Latest.Number < next ? 0 : chain.Latest.Number - next + 1;

    /// <inheritdoc/>
    protected override IEnumerable<Notification> AdvanceTo(ChainMoment moment)
    {
        foreach (Notification notification in Arrived(moment))
        {
            yield return notification;
        }

        while (next <= moment.Chain.Latest.Number)
        {
            // One that is no child of what was told is of another chain, of whose beginning the next moment tells.
            if (moment.Chain.HeaderAt(next) is not { } header || (parent is { } known && header.ParentHash != known))
            {
                yield break;
            }

            foreach (Notification notification in OfBlock(header, moment.Chain).Skip(told))
            {
                told++;
                yield return notification;
            }

            (next, told, parent) = (next + 1, 0, header.Hash);
        }

        foreach (Notification notification in Ahead(moment))
        {
            yield return notification;
        }
    }

    /// <inheritdoc/>
    protected override void Rewind(ulong number)
    {
        if (number < next)
        {
            (next, told, parent) = (number, 0, null);
        }
    }

    /// <summary>What there is to tell of transactions that came since the last walk; told before the blocks that may hold them.</summary>
    protected virtual IEnumerable<Notification> Arrived(ChainMoment moment) => [];

    /// <summary>What there is to tell of a decided block, the same at each walk.</summary>
    protected abstract IEnumerable<Notification> OfBlock(BlockHeader header, ChainSnapshot chain);

    /// <summary>What there is to tell of what is not decided yet.</summary>
    protected virtual IEnumerable<Notification> Ahead(ChainMoment moment) => [];
}
