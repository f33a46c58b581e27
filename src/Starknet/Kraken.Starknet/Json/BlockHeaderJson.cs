using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Json;

/// <summary>Block headers in the form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
public static class BlockHeaderJson
{
    /// <summary>Decodes the header of a decided block.</summary>
    public static bool TryDecode(
        JsonElement element,
        [NotNullWhen(true)] out BlockHeader? value,
        [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(element, Read, out value, out error);

    /// <summary>Reads the header of a decided block within a decoding.</summary>
    public static BlockHeader Read(JsonNode node) => new()
    {
        Hash = node["block_hash"].Felt(),
        ParentHash = node["parent_hash"].Felt(),
        Number = node["block_number"].Number(),
        StateRoot = node["new_root"].Felt(),
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
            node["transaction_count"].Number(),
            node["event_count"].Number(),
            node["state_diff_length"].Number()),
    };

    /// <summary>Writes the members of a header into an open object.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="preConfirmed">Whether the block is still being built: then what is known only at its end is left out.</param>
    public static void WriteMembers(Utf8JsonWriter writer, BlockHeader header, bool preConfirmed)
    {
        if (!preConfirmed)
        {
            writer.WriteFelt("block_hash", header.Hash);
            writer.WriteFelt("parent_hash", header.ParentHash);
            writer.WriteFelt("new_root", header.StateRoot);
            WriteCommitments(writer, header.Commitments);
        }

        writer.WriteNumber("block_number", header.Number);
        writer.WriteNumber("timestamp", header.Timestamp);
        writer.WriteFelt("sequencer_address", header.SequencerAddress);
        WritePrice(writer, "l1_gas_price", header.GasPrices.L1Gas);
        WritePrice(writer, "l2_gas_price", header.GasPrices.L2Gas);
        WritePrice(writer, "l1_data_gas_price", header.GasPrices.L1DataGas);
        writer.WriteString("l1_da_mode", header.L1DataAvailability == L1DataAvailability.Blob ? "BLOB" : "CALLDATA");
        writer.WriteString("starknet_version", header.StarknetVersion);
    }

    private static void WriteCommitments(Utf8JsonWriter writer, BlockCommitments content)
    {
        writer.WriteFelt("transaction_commitment", content.Transactions);
        writer.WriteFelt("event_commitment", content.Events);
        writer.WriteFelt("receipt_commitment", content.Receipts);
        writer.WriteFelt("state_diff_commitment", content.StateDiff);
        writer.WriteNumber("transaction_count", content.TransactionCount);
        writer.WriteNumber("event_count", content.EventCount);
        writer.WriteNumber("state_diff_length", content.StateDiffLength);
    }

    private static string ReadVersion(JsonNode node)
    {
        string version = node.Text(TransactionLimits.MaxVersion);
        if (!System.Text.Ascii.IsValid(version))
        {
            node.Fail("ASCII text");
            return string.Empty;
        }

        return version;
    }

    private static GasPrice ReadPrice(JsonNode node) => new(node["price_in_wei"].HexUInt128(), node["price_in_fri"].HexUInt128());

    private static void WritePrice(Utf8JsonWriter writer, string name, GasPrice price)
    {
        writer.WriteStartObject(name);
        writer.WriteFelt("price_in_fri", price.InFri);
        writer.WriteFelt("price_in_wei", price.InWei);
        writer.WriteEndObject();
    }
}
