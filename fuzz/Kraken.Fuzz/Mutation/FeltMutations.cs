using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace Kraken.Fuzz.Mutation;

/// <summary>
/// Changes of an array of field elements that are lengths, tags and values by their order: single ones, runs, small steps.
/// </summary>
internal sealed class FeltMutations(Random random)
{
    private const int MaxRun = 512;

    /// <summary>Makes one change; null when the text is no JSON with an array of texts.</summary>
    internal byte[]? Change(byte[] input, byte[] other)
    {
        if (Elements(input) is not { } elements)
        {
            return null;
        }

        int at = random.Next(elements.Count);
        JsonValue element = elements[at];
        int run = Math.Min(elements.Count - at, ByteMutations.Run(random, MaxRun));
        JsonValue last = elements[at + run - 1];
        return random.Next(6) switch
        {
            0 => Put(input, element.Start, element.End, Encoding.UTF8.GetBytes(InterestingValues.ElementText(random))),
            1 => Put(input, element.Start, element.End, Near(input, element)),
            2 => Put(input, element.Start, element.End, Copied(input, elements)),
            3 => Remove(input, elements, at, run),
            4 => Put(input, element.Start, element.Start, [.. input.AsSpan(element.Start, last.End - element.Start), (byte)',']),
            _ => Elements(other) is { } others
                ? Put(input, element.Start, last.End, Run(other, others))
                : Put(input, element.Start, element.End, Near(input, element)),
        };
    }

    // The innermost arrays whose items are all texts are not looked for: a class has one such array among little else.
    private static List<JsonValue>? Elements(byte[] input) =>
        JsonOutline.Read(input)?.Where(value => value.Kind == JsonTokenType.String && !value.IsNamed).ToList() is { Count: > 0 } elements
            ? elements
            : null;

    private static byte[] Put(byte[] input, int start, int end, byte[] part) => [.. input.AsSpan(0, start), .. part, .. input.AsSpan(end)];

    private static byte[] Remove(byte[] input, List<JsonValue> elements, int at, int run) => at + run < elements.Count
        ? Put(input, elements[at].Start, elements[at + run].Start, [])
        : at > 0
        ? Put(input, elements[at - 1].End, elements[^1].End, [])
        : input;

    // A length or a tag, one more or one less.
    private byte[] Near(byte[] input, JsonValue element)
    {
        string text = Encoding.UTF8.GetString(input, element.Start + 1, Math.Max(0, element.End - element.Start - 2));
        return ulong.TryParse(
            text.StartsWith("0x", StringComparison.Ordinal) ? text.AsSpan(2) : text,
            text.StartsWith("0x", StringComparison.Ordinal)
                ? System.Globalization.NumberStyles.AllowHexSpecifier
                : System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out ulong value)
            ? Encoding.UTF8.GetBytes($"\"0x{value + (ulong)random.Next(-2, 3):x}\"")
            : Encoding.UTF8.GetBytes(InterestingValues.ElementText(random));
    }

    private byte[] Copied(byte[] input, List<JsonValue> elements)
    {
        JsonValue other = elements[random.Next(elements.Count)];
        return input[other.Start..other.End];
    }

    private byte[] Run(byte[] from, List<JsonValue> elements)
    {
        int at = random.Next(elements.Count);
        int run = Math.Min(elements.Count - at, ByteMutations.Run(random, MaxRun));
        return from[elements[at].Start..elements[at + run - 1].End];
    }
}
