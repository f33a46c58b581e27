using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kraken.Fields;

namespace Kraken.Serialization.Json;

/// <summary>Field elements as hexadecimal text, in the one way that they are written: "0x", lower case, no zeros in front.</summary>
public sealed class FeltJsonConverter : JsonConverter<Felt>
{
    private const int MaxDigits = 64;

    /// <summary>Reads the text of an element; false for any other text, another writing of an element included.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Felt value)
    {
        value = default;
        return text.Length is > 2 and <= 2 + MaxDigits && Felt.TryParse(text, out value) && text.SequenceEqual(value.ToString());
    }

    /// <inheritdoc/>
    public override Felt Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out Felt value)
            ? value
            : throw new JsonException("expected a field element as hexadecimal text");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Felt value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
