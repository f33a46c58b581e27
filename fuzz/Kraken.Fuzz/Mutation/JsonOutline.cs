using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Kraken.Fuzz.Mutation;

/// <summary>A value of a JSON text: where it stands.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind it.</param>
/// <param name="NameStart">The first byte of its member's name, with the quotes; where there is none, its own.</param>
/// <param name="Kind">Its first token.</param>
internal readonly record struct JsonValue(int Start, int End, int NameStart, JsonTokenType Kind)
{
    /// <summary>Whether it is a member of an object.</summary>
    internal bool IsNamed => NameStart != Start;
}

/// <summary>The values of a JSON text, so that parts of the text can be changed while the rest stays what it was.</summary>
internal static class JsonOutline
{
    /// <summary>The values, those within others too; null when the text is not JSON.</summary>
    internal static List<JsonValue>? Read(ReadOnlySpan<byte> json)
    {
        List<JsonValue> values = [];
        Stack<int> open = [];
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 1 << 10 });
        int name = -1;
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        continue;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        int opened = open.Pop();
                        values[opened] = values[opened] with { End = (int)reader.BytesConsumed };
                        continue;
                    case JsonTokenType.StartArray or JsonTokenType.StartObject:
                        open.Push(values.Count);
                        break;
                    default:
                        break;
                }

                values.Add(new JsonValue(start, (int)reader.BytesConsumed, name < 0 ? start : name, reader.TokenType));
                name = -1;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return values.Count == 0 ? null : values;
    }
}
