using System;
using System.Collections.Frozen;
using System.Text.Json;

namespace Kraken.Rpc.Versions;

/// <summary>Takes members out of JSON that this program wrote: valid, without white space and without escapes in names.</summary>
internal static class JsonMembers
{
    /// <summary>Removes all members of some names, at any depth, in place. Linear; no memory beside the text.</summary>
    /// <param name="json">The text; its first bytes are what is left.</param>
    /// <returns>The length of what is left.</returns>
    internal static int Remove(Span<byte> json, FrozenSet<string> names)
    {
        // Of a text with deep nesting, such as a trace, no level is one too many: it was written already.
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        int kept = 0;
        int from = 0;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !IsNamed(ref reader, names))
            {
                continue;
            }

            // What is moved lies before what is still to be read.
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            kept = Keep(json, kept, from, start);
            from = (int)reader.BytesConsumed;
            if (json[kept - 1] == (byte)',')
            {
                kept--;
            }
            else if (json[from] == (byte)',')
            {
                from++;
            }
        }

        return Keep(json, kept, from, json.Length);
    }

    private static int Keep(Span<byte> json, int kept, int from, int to)
    {
        json[from..to].CopyTo(json[kept..]);
        return kept + to - from;
    }

    private static bool IsNamed(ref Utf8JsonReader reader, FrozenSet<string> names)
    {
        foreach (string name in names)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }
}
