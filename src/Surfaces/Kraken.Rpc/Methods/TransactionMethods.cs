using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>Transactions, their receipts and their status.</summary>
internal sealed class TransactionMethods(ChainView view, ITransactionSubmitter? submitter)
{
    internal void Register(RpcMethodTable table)
    {
        table.Add("starknet_getTransactionStatus", ["transaction_hash"], Status);
        table.Add("starknet_getTransactionByHash", ["transaction_hash", "response_flags"], ByHash);
        table.Add("starknet_getTransactionByBlockIdAndIndex", ["block_id", "index", "response_flags"], ByIndex);
        table.Add("starknet_getTransactionReceipt", ["transaction_hash"], Receipt);
        table.Add("starknet_getMessagesStatus", ["transaction_hash"], MessagesStatus);
    }

    private void Status(RpcParameters call, Utf8JsonWriter result)
    {
        Felt hash = call.Get("transaction_hash", node => node.Felt());
        (TransactionLocation? place, Transaction? pending) = Look(hash);
        if (place is { } location)
        {
            TransactionReceipt receipt = ReceiptAt(location);
            result.WriteStartObject();
            result.WriteString("finality_status", ReceiptJson.FinalityWord(BlockStatus.AcceptedOnL2));
            result.WriteString("execution_status", receipt.Status == ExecutionStatus.Reverted ? "REVERTED" : "SUCCEEDED");
            if (receipt.RevertReason is { } reason)
            {
                result.WriteString("failure_reason", reason);
            }

            result.WriteEndObject();
            return;
        }

        // The specification 0.10 has no word for what was taken and dropped; that of its earlier versions and of error 10 says it best.
        string? rejection = pending is null ? submitter?.FindRejection(hash) ?? throw new RpcFailureException(RpcError.TransactionHashNotFound) : null;
        result.WriteStartObject();
        result.WriteString("finality_status", rejection is null ? "RECEIVED" : "REJECTED");
        if (rejection is not null)
        {
            result.WriteString("failure_reason", rejection);
        }

        result.WriteEndObject();
    }

    private void ByHash(RpcParameters call, Utf8JsonWriter result)
    {
        Felt hash = call.Get("transaction_hash", node => node.Felt());
        (TransactionLocation? place, Transaction? pending) = Find(hash);
        Transaction transaction = place is { } location ? view.Chain.TransactionAt(location) ?? throw NotFound() : pending!;
        TransactionJson.Write(result, transaction, ResponseFlags.IncludeProofFacts(call));
    }

    private void ByIndex(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        int index = call.Get("index", node => node.SmallNumber(int.MaxValue));
        ImmutableArray<Transaction> transactions = ChainView.IsPreConfirmed(id) ? [] : view.Block(id).Transactions;
        if (index >= transactions.Length)
        {
            throw new RpcFailureException(RpcError.InvalidTransactionIndex);
        }

        TransactionJson.Write(result, transactions[index], ResponseFlags.IncludeProofFacts(call));
    }

    private void Receipt(RpcParameters call, Utf8JsonWriter result)
    {
        Felt hash = call.Get("transaction_hash", node => node.Felt());
        TransactionLocation location = view.Chain.Locate(hash) ?? throw new RpcFailureException(RpcError.TransactionHashNotFound);
        BlockHeader header = view.Chain.HeaderAt(location.BlockNumber) ?? throw NotFound();
        ReceiptJson.Write(result, ReceiptAt(location), BlockStatus.AcceptedOnL2, header);
    }

    // No L1 is attached, so no transaction of it has sent a message here.
    private void MessagesStatus(RpcParameters call, Utf8JsonWriter result)
    {
        const int MaxHash = 66;
        call.Get("transaction_hash", node => node.Text(MaxHash));
        throw new RpcFailureException(RpcError.TransactionHashNotFound);
    }

    /// <summary>Finds a transaction in the chain or, failing that, among those that wait.</summary>
    private (TransactionLocation? Location, Transaction? Pending) Find(Felt hash)
    {
        (TransactionLocation? location, Transaction? pending) = Look(hash);
        return location is null && pending is null ? throw new RpcFailureException(RpcError.TransactionHashNotFound) : (location, pending);
    }

    private (TransactionLocation? Location, Transaction? Pending) Look(Felt hash)
    {
        if (view.Chain.Locate(hash) is { } location)
        {
            return (location, null);
        }

        if (submitter?.FindPending(hash) is { } pending)
        {
            return (null, pending);
        }

        // It may have gone from the waiting ones into a block between the two looks.
        return (view.Chain.Locate(hash), null);
    }

    private static RpcFailureException NotFound() => new(RpcError.TransactionHashNotFound);

    private TransactionReceipt ReceiptAt(TransactionLocation location) => view.Chain.ReceiptAt(location) ?? throw NotFound();
}
