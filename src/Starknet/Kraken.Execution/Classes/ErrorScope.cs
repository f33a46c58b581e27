using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;

namespace Kraken.Execution.Classes;

/// <summary>A part of a Cairo 0 program's code, within which an error is told with a message of the contract's author.</summary>
/// <param name="Start">Its first word.</param>
/// <param name="End">The word behind its last.</param>
/// <param name="Message">The message; names in braces stand as they are.</param>
internal readonly record struct ErrorScope(int Start, int End, string Message)
{
    // A message is repeated for each frame of a run.
    private const int MaxMessageLength = 1_000;
    private const int MaxScopes = 1 << 16;

    /// <summary>The parts of a program, those that are malformed left out: nothing but a text depends on them.</summary>
    internal static IReadOnlyList<ErrorScope> Of(ImmutableArray<byte> program)
    {
        List<ErrorScope> scopes = [];
        using JsonDocument document = JsonDocument.Parse(program.AsMemory());
        if (!document.RootElement.TryGetProperty("attributes", out JsonElement attributes) || attributes.ValueKind != JsonValueKind.Array)
        {
            return scopes;
        }

        foreach (JsonElement attribute in attributes.EnumerateArray())
        {
            if (scopes.Count < MaxScopes && attribute.ValueKind == JsonValueKind.Object
                && attribute.TryGetProperty("name", out JsonElement name)
                && name.ValueKind == JsonValueKind.String && name.ValueEquals("error_message")
                && attribute.TryGetProperty("start_pc", out JsonElement start) && IsPlace(start, out int first)
                && attribute.TryGetProperty("end_pc", out JsonElement end) && IsPlace(end, out int behind)
                && attribute.TryGetProperty("value", out JsonElement value) && TryText(value, out string text))
            {
                scopes.Add(new(first, behind, text));
            }
        }

        return scopes;
    }

    private static bool IsPlace(JsonElement element, out int place)
    {
        place = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out place);
    }

    private static bool TryText(JsonElement element, out string text)
    {
        text = string.Empty;
        try
        {
            text = element.ValueKind == JsonValueKind.String ? element.GetString()! : text;
            text = text.Length <= MaxMessageLength ? text : text[..MaxMessageLength];
            return text.Length > 0;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return false;
        }
    }
}
