using System;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Rpc.Methods;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Subscriptions;

/// <summary>The methods of WebSocket connections; elsewhere they are unknown.</summary>
/// <param name="view">The chain.</param>
/// <param name="submitter">The mempool; null for none.</param>
/// <param name="options">The bounds.</param>
internal sealed class SubscriptionMethods(ChainView view, ITransactionSubmitter? submitter, RpcOptions options)
{
    private const int MaxStatuses = 8;
    private const int MaxIdLength = 64;

    private readonly TransactionFinder finder = new(view, submitter);

    internal void Register(RpcMethodTable table)
    {
        table.Add("starknet_subscribeNewHeads", ["block_id"], NewHeads);
        table.Add("starknet_subscribeEvents", ["from_address", "keys", "block_id", "finality_status"], Events);
        table.Add("starknet_subscribeTransactionStatus", ["transaction_hash"], Status);
        table.Add("starknet_subscribeNewTransactionReceipts", ["finality_status", "sender_address"], Receipts);
        table.Add("starknet_subscribeNewTransactions", ["finality_status", "sender_address", "tags"], Transactions);
        table.Add("starknet_unsubscribe", ["subscription_id"], Unsubscribe);
    }

    private static SubscriptionSession SessionOf(RpcParameters call) =>
        call.Session ?? throw new RpcFailureException(RpcError.OnlyOverWebSocket);

    private static void Subscribe(RpcParameters call, Utf8JsonWriter result, Func<string, ChainMoment, Subscription> make)
    {
        SubscriptionSession session = SessionOf(call);
        string id = session.Feed.NextId();
        session.Add(moment => make(id, moment));
        result.WriteStringValue(id);
    }

    private void NewHeads(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId? start = ReadStart(call);
        Subscribe(call, result, (id, moment) =>
            new NewHeadsSubscription(id, moment, start is null ? moment.Chain.Latest.Number + 1 : FirstOf(start, moment.Chain)));
    }

    private void Events(RpcParameters call, Utf8JsonWriter result)
    {
        int most = options.Sockets.MaxAddresses;
        ImmutableArray<Felt> addresses = call.GetOptional(
            "from_address", [], node => node.IsString ? [node.Felt()] : node.Felts(most));
        ImmutableArray<ImmutableArray<Felt>> keys = call.GetOptional(
            "keys", [], node => node.List(options.MaxElements, item => item.Felts(options.MaxElements)));
        BlockId? start = ReadStart(call);
        bool preConfirmed = call.GetOptional(
            "finality_status", false, node => node.Word([("PRE_CONFIRMED", true), ("ACCEPTED_ON_L2", false)]));
        EventFilter filter = new(null, null, addresses, keys, 0, null);
        if (filter.KeyCount > options.MaxEventKeys)
        {
            throw new RpcFailureException(RpcError.TooManyKeys(filter.KeyCount, options.MaxEventKeys));
        }

        // Unlike headers, the events of the latest block are told of: the specification wants those "from the specified block".
        Subscribe(call, result, (id, moment) => new EventSubscription(
            id, moment, start is null ? moment.Chain.Latest.Number : FirstOf(start, moment.Chain), filter, preConfirmed));
    }

    private void Status(RpcParameters call, Utf8JsonWriter result)
    {
        Felt hash = call.Get("transaction_hash", node => node.Felt());
        Subscribe(call, result, (id, moment) => new StatusSubscription(id, moment, hash, finder));
    }

    private void Receipts(RpcParameters call, Utf8JsonWriter result)
    {
        WantedTransactions wanted = ReadWanted(
            call, [("PRE_CONFIRMED", TransactionStage.PreConfirmed), ("ACCEPTED_ON_L2", TransactionStage.Accepted)]);
        Subscribe(call, result, (id, moment) => new ReceiptSubscription(id, moment, wanted));
    }

    private void Transactions(RpcParameters call, Utf8JsonWriter result)
    {
        WantedTransactions wanted = ReadWanted(
            call,
            [
                ("RECEIVED", TransactionStage.Received),
                ("CANDIDATE", TransactionStage.Candidate),
                ("PRE_CONFIRMED", TransactionStage.PreConfirmed),
                ("ACCEPTED_ON_L2", TransactionStage.Accepted),
            ]);
        bool facts = ResponseFlags.IncludeProofFactsByTag(call);
        ReceivedTransactions received = SessionOf(call).Feed.Received;
        Subscribe(call, result, (id, moment) => new TransactionSubscription(
            id, moment, wanted, facts, received, finder.ContentOf));
    }

    private static void Unsubscribe(RpcParameters call, Utf8JsonWriter result)
    {
        string id = call.Get("subscription_id", node => node.Text(MaxIdLength));
        if (!SessionOf(call).Remove(id))
        {
            throw new RpcFailureException(RpcError.InvalidSubscriptionId);
        }

        result.WriteBooleanValue(true);
    }

    // Null for the latest block, which is what comes next.
    private static BlockId? ReadStart(RpcParameters call)
    {
        BlockId? id = call.GetOptional<BlockId?>("block_id", null, ReadStart);
        return id is BlockId.ByTag ? null : id;
    }

    private static BlockId? ReadStart(JsonNode node)
    {
        BlockId id = BlockIdJson.Read(node);
        if (id is BlockId.ByTag { Tag: not BlockTag.Latest })
        {
            node.Fail("latest, a hash or a number");
        }

        return id;
    }

    private static ulong FirstOf(BlockId start, ChainSnapshot chain)
    {
        ulong number = chain.Header(start).Number;
        return chain.Latest.Number - number <= RecentHeads.Depth
            ? number
            : throw new RpcFailureException(RpcError.TooManyBlocksBack);
    }

    private WantedTransactions ReadWanted(RpcParameters call, (string Word, TransactionStage Stage)[] words)
    {
        ImmutableArray<TransactionStage> stages = call.GetOptional(
            "finality_status", [], node => node.List(MaxStatuses, item => item.Word<TransactionStage>(words)));

        // The bound of the body is the bound of what is read: too many addresses have an error of their own.
        ImmutableArray<Felt> senders = call.GetOptional("sender_address", [], node => node.Felts(options.MaxElements));
        if (senders.Length > options.Sockets.MaxAddresses)
        {
            throw new RpcFailureException(RpcError.TooManyAddresses);
        }

        return new(stages.Aggregate(TransactionStage.None, (all, stage) => all | stage) is var all && all != TransactionStage.None
            ? all
            : TransactionStage.Accepted, senders.ToFrozenSet());
    }
}
