using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// Goes over the text of a JSON proof before it is parsed: what the parser would take without bound or let pass is refused here, at
/// the cost of one reading.
/// </summary>
internal static class JsonOutline
{
    /// <summary>
    /// Checks nesting, numbers of tokens and members, lengths of texts, names given twice, and texts that are no Unicode.
    /// </summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="ProofFormatException">It is beyond a limit, or a name is given twice.</exception>
    internal static void Check(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = ProofLimits.MaxJsonDepth });
        Stack<HashSet<string>> objects = [];
        for (int tokens = 1; reader.Read(); tokens++)
        {
            if (tokens > ProofLimits.MaxJsonTokens)
            {
                throw new ProofFormatException("json", $"at most {ProofLimits.MaxJsonTokens} tokens", "more");
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    objects.Push([]);
                    break;
                case JsonTokenType.EndObject:
                    objects.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    Add(objects.Peek(), Text(ref reader));
                    break;
                case JsonTokenType.String:
                    Text(ref reader);
                    break;
                case JsonTokenType.Number:
                    Bound(ref reader);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Add(HashSet<string> names, string name)
    {
        if (!names.Add(name))
        {
            throw new ProofFormatException("json", "each member once", $"'{name}' twice");
        }

        if (names.Count > ProofLimits.MaxJsonMembers)
        {
            throw new ProofFormatException("json", $"at most {ProofLimits.MaxJsonMembers} members of an object", "more");
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        Bound(ref reader);
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            throw new ProofFormatException(
                "json", $"Unicode text at byte {reader.TokenStartIndex}", $"0x{Convert.ToHexString(reader.ValueSpan)}");
        }
    }

    private static void Bound(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > ProofLimits.MaxJsonText)
        {
            throw new ProofFormatException(
                "json",
                $"a text of at most {ProofLimits.MaxJsonText} bytes at byte {reader.TokenStartIndex}",
                $"{reader.ValueSpan.Length}");
        }
    }
}
