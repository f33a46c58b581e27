using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>Blocks and state updates.</summary>
internal sealed class BlockMethods(ChainView view)
{
    private const int MaxContracts = 1024;

    internal void Register(RpcMethodTable table)
    {
        table.Add("starknet_getBlockWithTxHashes", ["block_id"], (call, result) => WriteBlock(
            result, call.Get("block_id", BlockIdJson.Read), (transaction, _, _) => result.WriteFeltValue(transaction.Hash)));
        table.Add("starknet_getBlockWithTxs", ["block_id", "response_flags"], WithTransactions);
        table.Add("starknet_getBlockWithReceipts", ["block_id", "response_flags"], WithReceipts);
        table.Add("starknet_getBlockTransactionCount", ["block_id"], TransactionCount);
        table.Add("starknet_getStateUpdate", ["block_id", "contract_addresses"], StateUpdate);
    }

    private void WithTransactions(RpcParameters call, Utf8JsonWriter result)
    {
        bool facts = ResponseFlags.IncludeProofFacts(call);
        WriteBlock(
            result, call.Get("block_id", BlockIdJson.Read), (transaction, _, _) => TransactionJson.Write(result, transaction, facts));
    }

    private void WithReceipts(RpcParameters call, Utf8JsonWriter result)
    {
        bool facts = ResponseFlags.IncludeProofFacts(call);
        WriteBlock(result, call.Get("block_id", BlockIdJson.Read), (transaction, receipt, finality) =>
        {
            result.WriteStartObject();
            result.WritePropertyName("transaction");
            TransactionJson.WriteWithoutHash(result, transaction, facts);
            result.WritePropertyName("receipt");
            ReceiptJson.Write(result, receipt, finality);
            result.WriteEndObject();
        });
    }

    private void TransactionCount(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        ChainSnapshot chain = view.Take();
        result.WriteNumberValue(ChainSnapshot.IsPreConfirmed(id)
            ? (ulong)chain.Block(id).Transactions.Length
            : chain.Header(id).Commitments.TransactionCount);
    }

    private void WriteBlock(Utf8JsonWriter result, BlockId id, Action<Transaction, TransactionReceipt, BlockStatus> writeTransaction)
    {
        bool preConfirmed = ChainSnapshot.IsPreConfirmed(id);
        ChainSnapshot chain = view.Take();
        Block block = chain.Block(id);
        BlockStatus finality = preConfirmed ? BlockStatus.PreConfirmed : chain.FinalityAt(block.Header.Number);
        result.WriteStartObject();
        if (!preConfirmed)
        {
            result.WriteString("status", ReceiptJson.FinalityWord(finality));
        }

        BlockHeaderJson.WriteMembers(result, block.Header, preConfirmed);
        result.WriteStartArray("transactions");
        for (int i = 0; i < block.Transactions.Length; i++)
        {
            writeTransaction(block.Transactions[i], block.Receipts[i], finality);
        }

        result.WriteEndArray();
        result.WriteEndObject();
    }

    private void StateUpdate(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        ImmutableArray<Felt>? only = call.GetOptional<ImmutableArray<Felt>?>("contract_addresses", null, node => node.Felts(MaxContracts));
        ChainSnapshot chain = view.Take();
        result.WriteStartObject();
        StateDiff diff;
        if (ChainSnapshot.IsPreConfirmed(id))
        {
            diff = chain.PreConfirmed?.Diff ?? StateDiff.Empty;
            result.WriteFelt("old_root", chain.Latest.StateRoot);
        }
        else
        {
            BlockHeader header = chain.Header(id);
            diff = chain.StateDiffAt(header);
            result.WriteFelt("block_hash", header.Hash);
            result.WriteFelt("old_root", header.Number == 0 ? Felt.Zero : chain.Header(new BlockId.ByNumber(header.Number - 1)).StateRoot);
            result.WriteFelt("new_root", header.StateRoot);
        }

        result.WritePropertyName("state_diff");
        StateDiffJson.Write(result, only is { } contracts ? Restrict(diff, contracts) : diff);
        result.WriteEndObject();
    }

    private static StateDiff Restrict(StateDiff diff, ImmutableArray<Felt> contracts) => diff with
    {
        StorageDiffs = [.. diff.StorageDiffs.Where(item => contracts.Contains(item.Address))],
        DeployedContracts = [.. diff.DeployedContracts.Where(item => contracts.Contains(item.Address))],
        ReplacedClasses = [.. diff.ReplacedClasses.Where(item => contracts.Contains(item.Address))],
        Nonces = [.. diff.Nonces.Where(item => contracts.Contains(item.Address))],
    };
}
