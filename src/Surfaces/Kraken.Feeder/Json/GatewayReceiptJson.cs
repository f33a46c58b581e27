using System;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Feeder.Json;

/// <summary>
/// Receipts in the form of Starknet's feeder gateway. Steps and builtins of a run are no part of a block, and this node keeps none: they
/// are written as zero and none.
/// </summary>
public static class GatewayReceiptJson
{
    private const int EthereumDigits = 40;

    /// <summary>Reads a receipt within a decoding.</summary>
    /// <param name="node">The place.</param>
    /// <param name="transaction">Its transaction, from which it takes what the form leaves out.</param>
    public static TransactionReceipt Read(JsonNode node, Transaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        bool reverted = node["execution_status"].Word([("SUCCEEDED", false), ("REVERTED", true)]);
        JsonNode gas = node["execution_resources"]["total_gas_consumed"];
        bool isHandler = transaction.Type == TransactionType.L1Handler;
        return new()
        {
            TransactionHash = node["transaction_hash"].Felt(),
            Type = transaction.Type,
            ActualFee = new(node["actual_fee"].HexUInt128(), isHandler ? FeeUnit.Wei : FeeUnit.Fri),
            RevertReason = reverted ? node["revert_error"].Text(TransactionLimits.MaxRevertReason) : null,
            Gas = new(gas["l1_gas"].Number(), gas["l1_data_gas"].Number(), gas["l2_gas"].Exists ? gas["l2_gas"].Number() : 0),
            Events = node["events"].List(TransactionLimits.MaxEvents, ReceiptJson.ReadEvent),
            Messages = node["l2_to_l1_messages"].List(TransactionLimits.MaxEvents, ReadMessage),
            ContractAddress = transaction is DeployAccountTransaction deploy ? deploy.ContractAddress : null,
            MessageHash = transaction is L1HandlerTransaction { Calldata.IsEmpty: false } handler ? L1MessageHash.Compute(handler) : [],
        };
    }

    /// <summary>Writes a receipt as an object.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="index">Its index in the block.</param>
    public static void Write(Utf8JsonWriter writer, TransactionReceipt receipt, Transaction transaction, int index)
    {
        writer.WriteStartObject();
        WriteMembers(writer, receipt, transaction, index);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of a receipt into an open object.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, TransactionReceipt receipt, Transaction transaction, int index)
    {
        writer.WriteString("execution_status", StatusWord(receipt));
        writer.WriteNumber("transaction_index", index);
        writer.WriteFelt("transaction_hash", receipt.TransactionHash);
        if (transaction is L1HandlerTransaction { Calldata.IsEmpty: false } handler)
        {
            WriteConsumed(writer, handler);
        }

        writer.WriteObjects("l2_to_l1_messages", receipt.Messages, static (item, message) =>
        {
            item.WriteFelt("from_address", message.FromAddress);
            item.WriteString("to_address", Ethereum(message.ToAddress));
            item.WriteFelts("payload", message.Payload.AsSpan());
        });
        writer.WriteObjects("events", receipt.Events, ReceiptJson.WriteEventMembers);
        WriteResources(writer, receipt.Gas);
        writer.WriteFelt("actual_fee", receipt.ActualFee.Amount);
        if (receipt.RevertReason is { } reason)
        {
            writer.WriteString("revert_error", reason);
        }
    }

    /// <summary>How a transaction ended, as a word.</summary>
    internal static string StatusWord(TransactionReceipt receipt) => receipt.RevertReason is null ? "SUCCEEDED" : "REVERTED";

    private static MessageToL1 ReadMessage(JsonNode node) =>
        new(node["from_address"].Felt(), node["to_address"].Felt(), node["payload"].Felts(TransactionLimits.MaxFelts));

    private static void WriteConsumed(Utf8JsonWriter writer, L1HandlerTransaction handler)
    {
        writer.WriteStartObject("l1_to_l2_consumed_message");
        writer.WriteString("from_address", Ethereum(handler.Calldata[0]));
        writer.WriteFelt("to_address", handler.ContractAddress);
        writer.WriteFelt("selector", handler.EntryPointSelector);
        writer.WriteFelts("payload", handler.Calldata.AsSpan()[1..]);
        writer.WriteFelt("nonce", handler.Nonce);
        writer.WriteEndObject();
    }

    private static void WriteResources(Utf8JsonWriter writer, GasVector gas)
    {
        writer.WriteStartObject("execution_resources");
        writer.WriteNumber("n_steps", 0);
        writer.WriteStartObject("builtin_instance_counter");
        writer.WriteEndObject();
        writer.WriteNumber("n_memory_holes", 0);

        // L1 data gas is charged for the availability of the diff, and for new cells, 32 each: it is kept as one sum.
        WriteGas(writer, "data_availability", new(0, gas.L1DataGas, 0));
        WriteGas(writer, "total_gas_consumed", gas);
        writer.WriteEndObject();
    }

    private static void WriteGas(Utf8JsonWriter writer, string name, GasVector gas)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("l1_gas", gas.L1Gas);
        writer.WriteNumber("l1_data_gas", gas.L1DataGas);
        writer.WriteNumber("l2_gas", gas.L2Gas);
        writer.WriteEndObject();
    }

    // Readers of Ethereum's addresses want all their digits; what is longer is shown as it is.
    private static string Ethereum(Felt address) => $"0x{address.ToString()[2..].PadLeft(EthereumDigits, '0')}";
}
