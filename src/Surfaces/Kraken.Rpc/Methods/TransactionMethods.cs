using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>Transactions, their receipts and their status.</summary>
internal sealed class TransactionMethods(ChainView view, ITransactionSubmitter? submitter)
{
    private readonly TransactionFinder finder = new(view, submitter);

    internal void Register(RpcMethodTable table)
    {
        table.Add("starknet_getTransactionStatus", ["transaction_hash"], Status);
        table.Add("starknet_getTransactionByHash", ["transaction_hash", "response_flags"], ByHash);
        table.Add("starknet_getTransactionByBlockIdAndIndex", ["block_id", "index", "response_flags"], ByIndex);
        table.Add("starknet_getTransactionReceipt", ["transaction_hash"], Receipt);
        table.Add("starknet_getMessagesStatus", ["transaction_hash"], MessagesStatus);
    }

    private void Status(RpcParameters call, Utf8JsonWriter result) =>
        TransactionStatusJson.Write(result, finder.Find(call.Get("transaction_hash", node => node.Felt())));

    private void ByHash(RpcParameters call, Utf8JsonWriter result)
    {
        bool facts = ResponseFlags.IncludeProofFacts(call);
        Transaction transaction = finder.Find(call.Get("transaction_hash", node => node.Felt())) switch
        {
            FoundTransaction.Included included => included.Transaction,
            FoundTransaction.PreConfirmed proposed => proposed.Transaction,
            FoundTransaction.Waiting waiting => waiting.Transaction,
            _ => throw new RpcFailureException(RpcError.TransactionHashNotFound),
        };
        TransactionJson.Write(result, transaction, facts);
    }

    private void ByIndex(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        ulong index = call.Get("index", node => node.Count());
        bool facts = ResponseFlags.IncludeProofFacts(call);
        ImmutableArray<Transaction> transactions = view.Take().Block(id).Transactions;
        if (index >= (ulong)transactions.Length)
        {
            throw new RpcFailureException(RpcError.InvalidTransactionIndex);
        }

        TransactionJson.Write(result, transactions[(int)index], facts);
    }

    private void Receipt(RpcParameters call, Utf8JsonWriter result)
    {
        switch (finder.Find(call.Get("transaction_hash", node => node.Felt())))
        {
            case FoundTransaction.Included included:
                ReceiptJson.Write(result, included.Receipt, included.Finality, included.Header);
                break;
            case FoundTransaction.PreConfirmed proposed:
                ReceiptJson.Write(result, proposed.Receipt, BlockStatus.PreConfirmed, proposed.Block.Header);
                break;
            default:
                throw new RpcFailureException(RpcError.TransactionHashNotFound);
        }
    }

    // No L1 is attached, so no transaction of it has sent a message here.
    private void MessagesStatus(RpcParameters call, Utf8JsonWriter result)
    {
        call.Get("transaction_hash", L1Values.ReadTransactionHash);
        throw new RpcFailureException(RpcError.TransactionHashNotFound);
    }
}
