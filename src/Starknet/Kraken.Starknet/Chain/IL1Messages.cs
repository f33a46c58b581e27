using System;
using System.Collections.Immutable;
using System.Threading;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Chain;

/// <summary>
/// The messages to L2 that a node's own L1 holds for the chain, each as the transaction that consumes it. Whether the chain consumed one
/// already is for who asks to know. Safe for several threads.
/// </summary>
public interface IL1Messages
{
    /// <summary>Messages that may be proposed now, the oldest first; one that is given is not given again for a while.</summary>
    /// <param name="isConsumed">Whether the chain, or a block that may still be given up, consumed the message of a transaction.</param>
    ImmutableArray<L1HandlerTransaction> Offer(int most, Predicate<Felt> isConsumed);

    /// <summary>Whether L1 holds the message that a transaction consumes; waits a bounded time for one that is not seen yet.</summary>
    /// <param name="handler">The hash of the transaction, which binds every part of the message.</param>
    /// <param name="cancellation">Nobody wants the answer any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    bool Holds(in Felt handler, CancellationToken cancellation);

    /// <summary>A message that was offered cannot enter a block: it is not offered again by this process.</summary>
    void Refuse(in Felt handler, string reason);
}
