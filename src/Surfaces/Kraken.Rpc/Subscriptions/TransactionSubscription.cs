using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Rpc.Methods;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Subscriptions;

/// <summary>Tells of new transactions, at each wanted stage.</summary>
/// <param name="id">The name by which the subscriber knows it.</param>
/// <param name="begun">The moment at which it begins; what came before is not told of.</param>
/// <param name="wanted">At which stages, and of whom.</param>
/// <param name="withProofFacts">Whether their proof facts are told.</param>
/// <param name="received">The hashes that the mempool took.</param>
/// <param name="find">A transaction by its hash, waiting or in a block.</param>
internal sealed class TransactionSubscription(
    string id,
    ChainMoment begun,
    WantedTransactions wanted,
    bool withProofFacts,
    ReceivedTransactions received,
    Func<Felt, Transaction?> find) : BlockSubscription(id, begun, begun.Chain.Latest.Number + 1)
{
    private readonly ProposedTransactions proposed = new();
    private readonly HashSet<Felt> candidates = [];
    private long seen = received.Count;

    /// <inheritdoc/>
    internal override bool LooksAhead => (wanted.Stages & ~TransactionStage.Accepted) != 0;

    /// <inheritdoc/>
    protected override IEnumerable<Notification> OfBlock(BlockHeader header, ChainSnapshot chain) =>
        wanted.Has(TransactionStage.Accepted) && chain.BlockAt(header.Number) is { } block
            ? block.Transactions.Where(wanted.IsFrom).Select(transaction => Of(transaction, "ACCEPTED_ON_L2"))
            : [];

    /// <inheritdoc/>
    protected override IEnumerable<Notification> Ahead(ChainMoment moment) =>
        Chosen(moment).Concat(Proposed(moment));

    /// <inheritdoc/>
    protected override IEnumerable<Notification> Arrived(ChainMoment moment)
    {
        long from = seen;
        seen = Math.Max(seen, moment.Received);
        return wanted.Has(TransactionStage.Received) ? Found(received.Between(from, seen), "RECEIVED") : [];
    }

    private IEnumerable<Notification> Chosen(ChainMoment moment)
    {
        if (!wanted.Has(TransactionStage.Candidate))
        {
            return [];
        }

        candidates.IntersectWith(moment.Candidates);
        return Found(moment.Candidates.Where(candidates.Add), "CANDIDATE");
    }

    private IEnumerable<Notification> Proposed(ChainMoment moment) =>
        wanted.Has(TransactionStage.PreConfirmed) && moment.Chain.PreConfirmed?.Block is { } block
            ? proposed.NewIn(block).Select(index => block.Transactions[index]).Where(wanted.IsFrom)
                .Select(transaction => Of(transaction, "PRE_CONFIRMED"))
            : [];

    private IEnumerable<Notification> Found(IEnumerable<Felt> hashes, string stage) =>
        hashes.Select(find).OfType<Transaction>().Where(wanted.IsFrom).Select(transaction => Of(transaction, stage));

    private Notification Of(Transaction transaction, string stage) => new("starknet_subscriptionNewTransaction", writer =>
    {
        writer.WriteStartObject();
        TransactionJson.WriteMembers(writer, transaction, withProofFacts);
        writer.WriteString("finality_status", stage);
        writer.WriteEndObject();
    });
}
