using System.Collections.Generic;
using System.Text.Json;
using Kraken.Fields;
using Kraken.L1;
using Kraken.Rpc.Client;
using Kraken.Rpc.Methods;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.State.Store;

namespace Kraken.Node;

/// <summary>What became of the messages that a transaction on L1 sent, on a node that watches L1.</summary>
/// <param name="l1">The node's L1.</param>
/// <param name="store">The chain.</param>
internal sealed class L1MessageStatus(L1View l1, ChainStore store)
{
    /// <summary>starknet_getMessagesStatus: the messages that a block consumed; none while none did.</summary>
    internal RpcMethod Method => RpcMethod.Reading("starknet_getMessagesStatus", ["transaction_hash"], Write);

    private void Write(RpcParameters call, Utf8JsonWriter result)
    {
        IReadOnlyList<Felt> handlers = l1.HandlersOf(call.Get("transaction_hash", L1Values.ReadTransactionHash))
            ?? throw new RpcFailureException(new RpcError(RpcErrorCode.TransactionHashNotFound, "Transaction hash not found"));
        result.WriteStartArray();
        foreach (Felt handler in handlers)
        {
            if (store.Find(handler) is { } place && store.Receipt(place) is { } receipt)
            {
                Write(result, receipt);
            }
        }

        result.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter result, TransactionReceipt receipt)
    {
        result.WriteStartObject();
        result.WriteString("transaction_hash", receipt.TransactionHash.ToString());
        TransactionStatusJson.WriteMembers(result, BlockStatus.AcceptedOnL2, receipt);
        result.WriteEndObject();
    }
}
