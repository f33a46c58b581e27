using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Microsoft.Extensions.Logging;

namespace Kraken.Sequencer.Messages;

/// <summary>
/// Which messages from L1 a block may consume: each once in the life of the chain, which every node knows from its blocks, and only those
/// that its own L1 holds, which is asked of first proposals alone: what a quorum voted for stands whatever this node sees of L1.
/// </summary>
/// <param name="store">The committed chain.</param>
/// <param name="l1">This node's L1; null where it watches none.</param>
/// <param name="logger">Receives what becomes of messages.</param>
internal sealed class BlockMessages(ChainStore store, IL1Messages? l1, ILogger logger)
{
    /// <summary>The messages that a proposal of this node may consume.</summary>
    /// <param name="round">
    /// The round: only a height's first one brings messages, so that peers whose L1 does not hold them lose one round and no height.
    /// </param>
    /// <param name="below">What blocks that are not committed consumed.</param>
    internal ImmutableArray<L1HandlerTransaction> Offer(int round, UncommittedContent below) => round > 0 || l1 is null
        ? []
        : l1.Offer(MessageCodec.MaxPerBlock, hash => below.Transactions.Contains(hash) || store.Find(hash) is not null);

    /// <summary>No block takes a message.</summary>
    internal void Refused(L1HandlerTransaction message, string reason)
    {
        logger.LogWarning("message {Hash} of L1 is left out: {Reason}", message.Hash, reason);
        l1?.Refuse(message.Hash, reason);
    }

    /// <summary>What is wrong with messages that a block consumed before; null where none was.</summary>
    /// <param name="consumed">The messages of a block.</param>
    /// <param name="below">What the blocks below it that are not committed consumed.</param>
    internal string? FindConsumed(ImmutableArray<L1HandlerTransaction> consumed, UncommittedContent below)
    {
        HashSet<Felt> own = [];
        foreach (L1HandlerTransaction message in consumed)
        {
            if (!own.Add(message.Hash) || below.Transactions.Contains(message.Hash) || store.Find(message.Hash) is not null)
            {
                return $"message {message.Hash} of L1: expected one that no block consumed, got one that a block did";
            }
        }

        return null;
    }

    /// <summary>What is wrong with messages that this node's L1 does not hold; null where it holds each.</summary>
    /// <param name="consumed">The messages of a block.</param>
    /// <param name="cancellation">Nobody wants the verdict any more.</param>
    internal string? FindUnheld(IEnumerable<L1HandlerTransaction> consumed, CancellationToken cancellation)
    {
        foreach (L1HandlerTransaction message in consumed)
        {
            if (l1?.Holds(message.Hash, cancellation) != true)
            {
                string known = l1 is null ? "this node watches no L1" : "this node's L1 does not hold it";
                return $"message {message.Hash} of L1: expected one that L1 holds for the chain, but {known}";
            }
        }

        return null;
    }
}
