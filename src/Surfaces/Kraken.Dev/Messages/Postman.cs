using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Fields;
using Kraken.L1;
using Kraken.Starknet.Receipts;
using Kraken.State.Store;

namespace Kraken.Dev.Messages;

/// <summary>
/// The messages between a development chain and the L1 that it plays itself. Messages to L1 are those of the chain's blocks as they are;
/// what was consumed or flushed stays so when blocks are taken back, but for a restart. Safe for several threads.
/// </summary>
/// <param name="store">The chain.</param>
internal sealed class Postman(ChainStore store) : IDisposable
{
    /// <summary>The most transactions of L1 whose messages are remembered; of more the oldest are forgotten.</summary>
    internal const int MaxTransactions = 10_000;

    /// <summary>The most messages that one flush gives; further ones come with the next.</summary>
    internal const int MaxFlushed = 10_000;

    private readonly Lock gate = new();
    private readonly List<(string Hash, MessageToL1 Message)> sent = [];
    private readonly Dictionary<string, int> consumed = [];
    private readonly SenderIndex received = new(MaxTransactions);
    private ulong collectedTo = store.First;
    private long rollbacks;
    private int flushed;

    /// <summary>Whether an L1 was loaded: the one that the chain plays, or that of <see cref="Link"/>.</summary>
    internal bool IsLoaded { get; private set; }

    /// <summary>The Ethereum node that was loaded; null where the chain plays L1 itself.</summary>
    internal L1Link? Link { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => Link?.Dispose();

    /// <summary>From now on messages go to another L1.</summary>
    /// <param name="link">An Ethereum node; null for the L1 that the chain plays.</param>
    internal void Load(L1Link? link)
    {
        lock (gate)
        {
            Link?.Dispose();
            Link = link;
            IsLoaded = true;
        }
    }

    /// <summary>Forgets everything, and the L1 too where that is asked for.</summary>
    internal void Restart(bool unloads)
    {
        lock (gate)
        {
            Forget();
            consumed.Clear();
            received.Clear();
            flushed = 0;
            if (unloads)
            {
                Link?.Dispose();
                Link = null;
                IsLoaded = false;
            }
        }
    }

    /// <summary>The messages to L1 that were not flushed yet, at most <see cref="MaxFlushed"/>.</summary>
    internal ImmutableArray<MessageToL1> Unflushed()
    {
        lock (gate)
        {
            Collect();
            return [.. sent.Skip(flushed).Take(MaxFlushed).Select(item => item.Message)];
        }
    }

    /// <summary>The first messages of those that <see cref="Unflushed"/> gives are given no more.</summary>
    internal void Flushed(int count)
    {
        lock (gate)
        {
            flushed = Math.Min(flushed + count, sent.Count);
        }
    }

    /// <summary>Consumes a message on L1.</summary>
    /// <returns>Its hash.</returns>
    /// <exception cref="DevRefusalException">No contract sent it that often.</exception>
    internal string Consume(MessageToL1 message)
    {
        string hash = MessageToL1Hash.Compute(message);
        lock (gate)
        {
            Collect();
            int before = consumed.GetValueOrDefault(hash);
            if (before >= sent.Count(item => item.Hash == hash))
            {
                throw new DevRefusalException(string.Create(
                    CultureInfo.InvariantCulture, $"the message {hash} was sent to L1 {before} times and consumed as often"));
            }

            consumed[hash] = before + 1;
            return hash;
        }
    }

    /// <summary>Remembers that a message of a transaction on L1 was executed.</summary>
    internal void Received(string l1Transaction, Felt handler)
    {
        lock (gate)
        {
            received.Add(l1Transaction, handler);
        }
    }

    /// <summary>The transactions that executed the messages of a transaction on L1, in order; null for an unknown one.</summary>
    internal IReadOnlyList<Felt>? HandlersOf(string l1Transaction)
    {
        lock (gate)
        {
            return received.Find(l1Transaction);
        }
    }

    private void Forget()
    {
        sent.Clear();
        collectedTo = store.First;
        rollbacks = store.Rollbacks;
    }

    // Under the gate.
    private void Collect()
    {
        ulong latest = store.LatestNumber ?? 0;
        if (rollbacks != store.Rollbacks)
        {
            Forget();
        }

        while (collectedTo < latest)
        {
            collectedTo++;
            foreach (TransactionReceipt receipt in store.Receipts(collectedTo).Where(receipt => receipt.RevertReason is null))
            {
                sent.AddRange(receipt.Messages.Select(message => (MessageToL1Hash.Compute(message), message)));
            }
        }

        flushed = Math.Min(flushed, sent.Count);
    }
}
