using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Feeder.Json;

/// <summary>Blocks in the form of Starknet's feeder gateway, of protocol 0.13.2 and later.</summary>
public static class GatewayBlockJson
{
    /// <summary>
    /// Reads a decided block within a decoding. Nothing is computed: hashes and commitments are as stated, the numbers of transactions and
    /// events those of the lists.
    /// </summary>
    public static Block Read(JsonNode node)
    {
        // A list that failed has no transactions, so that no receipt can follow it.
        ImmutableArray<Transaction> transactions =
            node["transactions"].List(TransactionLimits.MaxTransactions, GatewayTransactionJson.Read);
        int index = 0;
        ImmutableArray<TransactionReceipt> receipts = node["transaction_receipts"].List(TransactionLimits.MaxTransactions, item =>
        {
            if (index >= transactions.Length)
            {
                item.Fail($"one receipt for each of {transactions.Length} transactions");
                return Missing;
            }

            return ReadReceipt(item, transactions[index], index++);
        });
        if (receipts.Length != transactions.Length)
        {
            node["transaction_receipts"].Fail($"one receipt for each of {transactions.Length} transactions");
        }

        return new(ReadHeader(node, transactions.Length, receipts.Sum(receipt => receipt.Events.Length)), transactions, receipts);
    }

    /// <summary>Writes the members of a decided block into an open object.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, Block block)
    {
        BlockHeader header = block.Header;
        writer.WriteFelt("block_hash", header.Hash);
        writer.WriteFelt("parent_block_hash", header.ParentHash);
        writer.WriteNumber("block_number", header.Number);
        writer.WriteFelt("state_root", header.StateRoot);
        writer.WriteFelt("transaction_commitment", header.Commitments.Transactions);
        writer.WriteFelt("event_commitment", header.Commitments.Events);
        writer.WriteFelt("receipt_commitment", header.Commitments.Receipts);
        writer.WriteFelt("state_diff_commitment", header.Commitments.StateDiff);
        writer.WriteNumber("state_diff_length", header.Commitments.StateDiffLength);
        writer.WriteString("status", ReceiptJson.FinalityWord(BlockStatus.AcceptedOnL2));
        WriteContext(writer, header);
        writer.WriteStartArray("transactions");
        foreach (Transaction transaction in block.Transactions)
        {
            GatewayTransactionJson.Write(writer, transaction);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("transaction_receipts");
        for (int i = 0; i < block.Receipts.Length; i++)
        {
            GatewayReceiptJson.Write(writer, block.Receipts[i], block.Transactions[i], i);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes what transactions see of their block: time, sequencer, version and prices.</summary>
    internal static void WriteContext(Utf8JsonWriter writer, BlockHeader header)
    {
        writer.WriteNumber("timestamp", header.Timestamp);
        writer.WriteFelt("sequencer_address", header.SequencerAddress);
        writer.WriteString("starknet_version", header.StarknetVersion);
        writer.WriteString("l1_da_mode", header.L1DataAvailability == L1DataAvailability.Blob ? "BLOB" : "CALLDATA");
        WritePrice(writer, "l1_gas_price", header.GasPrices.L1Gas);
        WritePrice(writer, "l1_data_gas_price", header.GasPrices.L1DataGas);
        WritePrice(writer, "l2_gas_price", header.GasPrices.L2Gas);
    }

    // Stands for what cannot be read; the decoding has failed by then.
    private static TransactionReceipt Missing { get; } =
        new() { TransactionHash = Felt.Zero, Type = TransactionType.Invoke, ActualFee = default, Gas = default };

    private static TransactionReceipt ReadReceipt(JsonNode node, Transaction transaction, int index)
    {
        if (node["transaction_index"].Number() != (ulong)index)
        {
            node["transaction_index"].Fail($"{index}");
        }

        TransactionReceipt receipt = GatewayReceiptJson.Read(node, transaction);
        if (receipt.TransactionHash != transaction.Hash)
        {
            node["transaction_hash"].Fail($"{transaction.Hash}");
        }

        return receipt;
    }

    private static BlockHeader ReadHeader(JsonNode node, int transactions, int events) => new()
    {
        Hash = node["block_hash"].Felt(),
        ParentHash = node["parent_block_hash"].Felt(),
        Number = node["block_number"].Number(),
        StateRoot = node["state_root"].Felt(),
        Timestamp = node["timestamp"].Number(),
        SequencerAddress = node["sequencer_address"].Felt(),
        GasPrices = new(ReadPrice(node["l1_gas_price"]), ReadPrice(node["l1_data_gas_price"]), ReadPrice(node["l2_gas_price"])),
        L1DataAvailability = node["l1_da_mode"].Word([("BLOB", L1DataAvailability.Blob), ("CALLDATA", L1DataAvailability.Calldata)]),
        StarknetVersion = ReadVersion(node["starknet_version"]),
        Commitments = new(
            node["transaction_commitment"].Felt(),
            node["event_commitment"].Felt(),
            node["receipt_commitment"].Felt(),
            node["state_diff_commitment"].Felt(),
            (ulong)transactions,
            (ulong)events,
            node["state_diff_length"].Number()),
    };

    private static string ReadVersion(JsonNode node)
    {
        string version = node.Text(TransactionLimits.MaxVersion);
        if (!Ascii.IsValid(version))
        {
            node.Fail("ASCII text");
        }

        return version;
    }

    private static GasPrice ReadPrice(JsonNode node) => new(node["price_in_wei"].HexUInt128(), node["price_in_fri"].HexUInt128());

    private static void WritePrice(Utf8JsonWriter writer, string name, GasPrice price)
    {
        writer.WriteStartObject(name);
        writer.WriteFelt("price_in_wei", price.InWei);
        writer.WriteFelt("price_in_fri", price.InFri);
        writer.WriteEndObject();
    }
}
