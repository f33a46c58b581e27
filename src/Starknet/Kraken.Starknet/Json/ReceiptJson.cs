using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;

namespace Kraken.Starknet.Json;

/// <summary>Receipts in the form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
public static class ReceiptJson
{
    /// <summary>Reads a receipt from the API's form; unknown fields are ignored.</summary>
    public static bool TryDecode(
        JsonElement element,
        [NotNullWhen(true)] out TransactionReceipt? value,
        [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(element, Read, out value, out error);

    /// <summary>Reads a receipt within a decoding; block and finality are left aside.</summary>
    public static TransactionReceipt Read(JsonNode node)
    {
        bool reverted = node["execution_status"].Word([("SUCCEEDED", false), ("REVERTED", true)]);
        JsonNode resources = node["execution_resources"];
        return new()
        {
            TransactionHash = node["transaction_hash"].Felt(),
            Type = TransactionJson.ReadType(node),
            ActualFee = new(
                node["actual_fee"]["amount"].HexUInt128(),
                node["actual_fee"]["unit"].Word([("FRI", FeeUnit.Fri), ("WEI", FeeUnit.Wei)])),
            RevertReason = reverted ? node["revert_reason"].Text(TransactionLimits.MaxRevertReason) : null,
            Gas = new(resources["l1_gas"].Number(), resources["l1_data_gas"].Number(), resources["l2_gas"].Number()),
            Events = node["events"].List(TransactionLimits.MaxEvents, ReadEvent),
            Messages = node["messages_sent"].List(TransactionLimits.MaxEvents, ReadMessage),
            ContractAddress = node["contract_address"].OptionalFelt(),
            MessageHash = node["message_hash"].Exists ? ReadMessageHash(node["message_hash"]) : [],
        };
    }

    /// <summary>Writes a receipt as an object.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="finality">The finality of its block.</param>
    /// <param name="header">Its block, where the place of the receipt does not tell it (a number alone while pre-confirmed).</param>
    public static void Write(Utf8JsonWriter writer, TransactionReceipt receipt, BlockStatus finality, BlockHeader? header = null)
    {
        writer.WriteStartObject();
        writer.WriteString("type", TransactionJson.TypeWord(receipt.Type));
        writer.WriteFelt("transaction_hash", receipt.TransactionHash);
        WriteFee(writer, receipt.ActualFee);
        WriteStatus(writer, receipt, finality);
        if (header is not null)
        {
            if (finality != BlockStatus.PreConfirmed)
            {
                writer.WriteFelt("block_hash", header.Hash);
            }

            writer.WriteNumber("block_number", header.Number);
        }

        WriteMessages(writer, receipt.Messages);
        WriteEvents(writer, receipt.Events);
        WriteGas(writer, receipt.Gas);
        if (receipt.ContractAddress is { } address)
        {
            writer.WriteFelt("contract_address", address);
        }

        if (!receipt.MessageHash.IsEmpty)
        {
            writer.WriteString("message_hash", $"0x{Convert.ToHexStringLower(receipt.MessageHash.AsSpan())}");
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the members of an event into an open object.</summary>
    public static void WriteEventMembers(Utf8JsonWriter writer, ContractEvent item)
    {
        writer.WriteFelt("from_address", item.FromAddress);
        writer.WriteFelts("keys", item.Keys.AsSpan());
        writer.WriteFelts("data", item.Data.AsSpan());
    }

    /// <summary>Writes "execution_resources".</summary>
    public static void WriteGas(Utf8JsonWriter writer, GasVector gas)
    {
        writer.WriteStartObject("execution_resources");
        writer.WriteNumber("l1_gas", gas.L1Gas);
        writer.WriteNumber("l1_data_gas", gas.L1DataGas);
        writer.WriteNumber("l2_gas", gas.L2Gas);
        writer.WriteEndObject();
    }

    /// <summary>The word of a finality, such as "ACCEPTED_ON_L2".</summary>
    public static string FinalityWord(BlockStatus finality) => finality switch
    {
        BlockStatus.PreConfirmed => "PRE_CONFIRMED",
        BlockStatus.AcceptedOnL1 => "ACCEPTED_ON_L1",
        _ => "ACCEPTED_ON_L2",
    };

    /// <summary>Reads an event within a decoding.</summary>
    public static ContractEvent ReadEvent(JsonNode node) =>
        new(node["from_address"].Felt(), node["keys"].Felts(TransactionLimits.MaxFelts), node["data"].Felts(TransactionLimits.MaxFelts));

    private static MessageToL1 ReadMessage(JsonNode node) =>
        new(node["from_address"].Felt(), node["to_address"].Felt(), node["payload"].Felts(TransactionLimits.MaxFelts));

    private static ImmutableArray<byte> ReadMessageHash(JsonNode node)
    {
        const int HashBytes = 32;
        string text = node.Text(2 + (2 * HashBytes));
        string digits = text.StartsWith("0x", StringComparison.Ordinal) ? text[2..].PadLeft(2 * HashBytes, '0') : string.Empty;
        byte[] bytes = new byte[HashBytes];
        if (digits.Length != 2 * HashBytes
            || Convert.FromHexString(digits, bytes, out _, out int written) != System.Buffers.OperationStatus.Done
            || written != HashBytes)
        {
            node.Fail("32 bytes in hexadecimal");
        }

        return [.. bytes];
    }

    private static void WriteFee(Utf8JsonWriter writer, FeePayment fee)
    {
        writer.WriteStartObject("actual_fee");
        writer.WriteFelt("amount", fee.Amount);
        writer.WriteString("unit", fee.Unit == FeeUnit.Fri ? "FRI" : "WEI");
        writer.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter writer, TransactionReceipt receipt, BlockStatus finality)
    {
        writer.WriteString("execution_status", receipt.RevertReason is null ? "SUCCEEDED" : "REVERTED");
        if (receipt.RevertReason is { } reason)
        {
            writer.WriteString("revert_reason", reason);
        }

        writer.WriteString("finality_status", FinalityWord(finality));
    }

    private static void WriteMessages(Utf8JsonWriter writer, ImmutableArray<MessageToL1> messages)
    {
        writer.WriteStartArray("messages_sent");
        foreach (MessageToL1 message in messages)
        {
            writer.WriteStartObject();
            writer.WriteFelt("from_address", message.FromAddress);
            writer.WriteFelt("to_address", message.ToAddress);
            writer.WriteFelts("payload", message.Payload.AsSpan());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEvents(Utf8JsonWriter writer, ImmutableArray<ContractEvent> events)
    {
        writer.WriteStartArray("events");
        foreach (ContractEvent item in events)
        {
            writer.WriteStartObject();
            WriteEventMembers(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
