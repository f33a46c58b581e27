using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Client;

/// <summary>A page of events.</summary>
/// <param name="Events">The events, oldest first.</param>
/// <param name="Token">Names the next page; null on the last.</param>
public sealed record EventPage(ImmutableArray<EmittedEvent> Events, string? Token)
{
    private const int MaxToken = 1000;

    internal static void WriteFilter(
        Utf8JsonWriter writer,
        Felt? contract,
        ImmutableArray<ImmutableArray<Felt>> keys,
        BlockId from,
        BlockId to,
        int count,
        string? token)
    {
        writer.WriteStartObject("filter");
        writer.WritePropertyName("from_block");
        BlockIdJson.Write(writer, from);
        writer.WritePropertyName("to_block");
        BlockIdJson.Write(writer, to);
        if (contract is { } address)
        {
            writer.WriteFelt("address", address);
        }

        if (!keys.IsEmpty)
        {
            writer.WriteStartArray("keys");
            foreach (ImmutableArray<Felt> position in keys)
            {
                writer.WriteStartArray();
                foreach (Felt key in position)
                {
                    writer.WriteFeltValue(key);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        writer.WriteNumber("chunk_size", count);
        if (token is not null)
        {
            writer.WriteString("continuation_token", token);
        }

        writer.WriteEndObject();
    }

    internal static EventPage Read(JsonNode node) => new(
        node["events"].List(TransactionLimits.MaxEvents, item => new EmittedEvent(
            ReceiptJson.ReadEvent(item),
            item["block_number"].Number(),
            item["transaction_hash"].Felt(),
            item["transaction_index"].Number(),
            item["event_index"].Number())),
        node["continuation_token"].Exists ? node["continuation_token"].Text(MaxToken) : null);
}
