using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>What Kraken's nodes tell explorers beside the specification: the fee token, and what waits.</summary>
internal sealed class ExtraMethods(ITransactionSubmitter? submitter, Felt? feeToken)
{
    internal void Register(RpcMethodTable table)
    {
        if (feeToken is not null)
        {
            table.Add(ChainExtras.FeeTokenMethod, [], FeeToken);
        }

        if (submitter is not null)
        {
            table.Add(ChainExtras.WaitingMethod, ["limit"], Waiting);
        }
    }

    private void FeeToken(RpcParameters call, Utf8JsonWriter result)
    {
        result.WriteStartObject();
        result.WriteFelt("address", feeToken!.Value);
        result.WriteEndObject();
    }

    private void Waiting(RpcParameters call, Utf8JsonWriter result)
    {
        int limit = call.Get("limit", node => node.SmallNumber(ChainExtras.MaxWaiting));
        ImmutableArray<AccountTransaction> waiting = submitter!.Waiting(limit);
        result.WriteStartObject();
        result.WriteNumber("count", submitter.PendingCount);
        result.WriteStartArray("transactions");
        foreach (AccountTransaction transaction in waiting)
        {
            result.WriteStartObject();
            result.WriteFelt("transaction_hash", transaction.Hash);
            result.WriteString("type", TransactionJson.TypeWord(transaction.Type));
            result.WriteFelt("sender_address", transaction.Sender);
            result.WriteFelt("nonce", transaction.Nonce);
            result.WriteNumber("tip", transaction.Tip);
            result.WriteEndObject();
        }

        result.WriteEndArray();
        result.WriteEndObject();
    }
}
