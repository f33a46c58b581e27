using System;
using System.Text.Json;
using Kraken.Dev.Chain;

namespace Kraken.Dev.Recording;

/// <summary>
/// The calls of a dump within its text. A token takes two bytes of a text and six times as much where it is kept: so none is, and a call is
/// a piece of the text.
/// </summary>
internal static class DumpText
{
    /// <summary>The most calls of a dump.</summary>
    internal const int MaxCalls = 1_000_000;

    /// <summary>Checks that a text is JSON and a list of at most so many values.</summary>
    /// <exception cref="DevRefusalException">It is not.</exception>
    internal static void Check(ReadOnlySpan<byte> calls)
    {
        Utf8JsonReader reader = new(calls);
        int count = 0;
        try
        {
            reader.Read();
            bool isList = reader.TokenType == JsonTokenType.StartArray;
            while (reader.Read())
            {
                count += reader.CurrentDepth == 1 && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject) ? 1 : 0;
            }

            if (isList && count <= MaxCalls)
            {
                return;
            }
        }
        catch (JsonException)
        {
            throw new DevRefusalException("the dump: expected a list of calls as JSON, got something else");
        }

        throw new DevRefusalException($"the dump: expected a list of at most {MaxCalls} calls, got something else");
    }

    /// <summary>The next value of a list that was checked; null at its end.</summary>
    /// <param name="calls">The list.</param>
    /// <param name="at">Where the search begins, 0 at first; then behind the value.</param>
    internal static Range? Next(ReadOnlySpan<byte> calls, ref int at)
    {
        at = at == 0 ? calls.IndexOf((byte)'[') + 1 : at;
        int start = at + calls[at..].IndexOfAnyExcept(", \t\r\n"u8);
        if (calls[start] == (byte)']')
        {
            return null;
        }

        Utf8JsonReader reader = new(calls[start..]);
        reader.Read();
        reader.Skip();
        at = start + (int)reader.BytesConsumed;
        return start..at;
    }
}
