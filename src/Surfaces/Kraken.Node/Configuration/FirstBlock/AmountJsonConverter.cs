using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>Amounts below 2^128 as decimal text, which no reader of JSON rounds.</summary>
internal sealed class AmountJsonConverter : JsonConverter<UInt128>
{
    public override UInt128 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            && UInt128.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out UInt128 value)
                ? value
                : throw new JsonException("expected an amount below 2^128 as decimal text");

    public override void Write(Utf8JsonWriter writer, UInt128 value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}
