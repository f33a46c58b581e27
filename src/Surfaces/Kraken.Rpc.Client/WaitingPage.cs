using System.Collections.Immutable;
using Kraken.Serialization.Json;

namespace Kraken.Rpc.Client;

/// <summary>What waits at a node.</summary>
/// <param name="Count">How many transactions wait in all.</param>
/// <param name="Transactions">The first of them to arrive.</param>
public sealed record WaitingPage(ulong Count, ImmutableArray<WaitingTransaction> Transactions)
{
    private const int MaxType = 32;

    internal static WaitingPage Read(JsonNode node) => new(
        node["count"].Number(),
        node["transactions"].List(ChainExtras.MaxWaiting, item => new WaitingTransaction(
            item["transaction_hash"].Felt(),
            item["type"].Text(MaxType),
            item["sender_address"].Felt(),
            item["nonce"].Felt(),
            item["tip"].Number())));
}
