using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Tests.Messages;

/// <summary>An L1 that holds what a test says.</summary>
internal sealed class HeldMessages : IL1Messages
{
    public List<L1HandlerTransaction> Held { get; } = [];

    public List<(Felt Hash, string Reason)> Refused { get; } = [];

    /// <summary>A message that no contract handles: it is part of a block, reverted.</summary>
    public static L1HandlerTransaction Message(ulong nonce, int payload = 1, ChainId? chain = null)
    {
        L1HandlerTransaction content = new()
        {
            ContractAddress = 0x1234,
            EntryPointSelector = 0x5678,
            Nonce = nonce,
            Calldata = [0xabc, .. Enumerable.Range(0, payload).Select(i => (Felt)(ulong)i)],
        };
        return (L1HandlerTransaction)content.WithHash(chain ?? ChainId.Sepolia);
    }

    public ImmutableArray<L1HandlerTransaction> Offer(int most, Predicate<Felt> isConsumed) =>
        [.. Held.Where(message => !isConsumed(message.Hash)).Take(most)];

    public bool Holds(in Felt handler, CancellationToken cancellation)
    {
        Felt hash = handler;
        return Held.Any(message => message.Hash == hash);
    }

    public void Refuse(in Felt handler, string reason) => Refused.Add((handler, reason));
}
