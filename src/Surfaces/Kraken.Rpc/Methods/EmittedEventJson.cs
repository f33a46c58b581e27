using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Methods;

/// <summary>Events with their place in the chain.</summary>
internal static class EmittedEventJson
{
    /// <summary>Writes an event as an object.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="place">Its place there.</param>
    /// <param name="finality">The finality of the block; one that is being built has no hash.</param>
    /// <param name="withFinality">Whether the finality is written.</param>
    internal static void Write(Utf8JsonWriter writer, Block block, EmittedEventPlace place, BlockStatus finality, bool withFinality)
    {
        TransactionReceipt receipt = block.Receipts[place.Transaction];
        writer.WriteStartObject();
        ReceiptJson.WriteEventMembers(writer, receipt.Events[place.Event]);
        if (finality != BlockStatus.PreConfirmed)
        {
            writer.WriteFelt("block_hash", block.Header.Hash);
        }

        writer.WriteNumber("block_number", block.Header.Number);
        writer.WriteFelt("transaction_hash", receipt.TransactionHash);
        writer.WriteNumber("transaction_index", place.Transaction);
        writer.WriteNumber("event_index", place.Event);
        if (withFinality)
        {
            writer.WriteString("finality_status", ReceiptJson.FinalityWord(finality));
        }

        writer.WriteEndObject();
    }
}
