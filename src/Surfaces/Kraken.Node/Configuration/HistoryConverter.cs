using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kraken.State.Store;

namespace Kraken.Node.Configuration;

/// <summary>How long a node keeps states, as its file and its command line write it: "all", or a number of blocks.</summary>
public sealed class HistoryConverter : JsonConverter<StateRetention>
{
    /// <summary>
    /// The fewest blocks: what was asked of the latest state is still being answered from it while the next blocks come, 16 of which take
    /// as long at least as a request may (5 s, at a block in 300 ms).
    /// </summary>
    public const ulong MinBlocks = 16;

    /// <summary>What is expected, in words.</summary>
    public static string Expected { get; } =
        string.Create(CultureInfo.InvariantCulture, $"'all' or a number of blocks from {MinBlocks} on");

    /// <summary>Reads the text of an option.</summary>
    public static bool TryParse(string? text, out StateRetention history) =>
        StateRetention.TryParse(text, out history) && history.Blocks is null or >= MinBlocks;

    /// <inheritdoc/>
    public override StateRetention Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => reader.TokenType.ToString(),
        };
        return TryParse(text, out StateRetention history) ? history : throw new JsonException($"history: expected {Expected}, got {text}");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StateRetention value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.Blocks is { } blocks)
        {
            writer.WriteNumberValue(blocks);
        }
        else
        {
            writer.WriteStringValue(value.ToString());
        }
    }
}
