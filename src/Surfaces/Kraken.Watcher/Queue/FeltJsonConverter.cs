using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kraken.Fields;

namespace Kraken.Watcher.Queue;

/// <summary>Field elements as hexadecimal text.</summary>
internal sealed class FeltJsonConverter : JsonConverter<Felt>
{
    public override Felt Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Felt.TryParse(reader.GetString()!, out Felt value) ? value : throw new JsonException("expected a field element");

    public override void Write(Utf8JsonWriter writer, Felt value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
