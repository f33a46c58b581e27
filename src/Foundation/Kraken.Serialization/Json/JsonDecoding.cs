using System;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Kraken.Serialization.Json;

/// <summary>
/// One decoding of foreign JSON. Every read through its nodes gives a default value when the JSON is not as expected, and the first
/// such place is kept in <see cref="Error"/>; nothing throws.
/// </summary>
public sealed class JsonDecoding
{
    /// <summary>More bytes of a value than are shown.</summary>
    internal const int MaxShownBytes = 4 * (ForeignText.MaxName + 1);

    /// <summary>The first failure, or null as long as all was as expected.</summary>
    public DecodeError? Error { get; private set; }

    /// <summary>The node of a parsed value.</summary>
    public JsonNode Root(JsonElement element) => new(this, element, string.Empty);

    /// <summary>The node of a parsed value that stands at a named place.</summary>
    /// <param name="element">The value; undefined where it is missing.</param>
    /// <param name="path">The place, for failures.</param>
    public JsonNode At(JsonElement element, string path) => new(this, element, path);

    /// <summary>Parses text and decodes it.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="maxBytes">The bound on its length.</param>
    /// <param name="decode">The decoder of the root.</param>
    /// <param name="value">The result, when there is no error.</param>
    /// <param name="error">The first failure.</param>
    /// <returns>Whether the whole was as expected.</returns>
    public static bool TryDecode<T>(
        ReadOnlyMemory<byte> utf8,
        int maxBytes,
        Func<JsonNode, T> decode,
        [NotNullWhen(true)] out T? value,
        [NotNullWhen(false)] out DecodeError? error)
    {
        value = default;
        if (utf8.Length > maxBytes)
        {
            error = new(string.Empty, $"at most {maxBytes} bytes", $"{utf8.Length} bytes");
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return TryDecode(document.RootElement, decode, out value, out error);
        }
        catch (JsonException exception)
        {
            error = new(string.Empty, "JSON", ForeignText.Short(exception.Message));
            return false;
        }
    }

    /// <summary>Decodes a parsed value.</summary>
    /// <returns>Whether the whole was as expected.</returns>
    public static bool TryDecode<T>(
        JsonElement element,
        Func<JsonNode, T> decode,
        [NotNullWhen(true)] out T? value,
        [NotNullWhen(false)] out DecodeError? error)
    {
        JsonDecoding decoding = new();
        try
        {
            value = decode(decoding.Root(element));
            error = decoding.Error;
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair, which escapes can spell, is no text, and neither are bytes that are no UTF-8.
            value = default;
            error = new(string.Empty, "texts that can be read", ForeignText.Short(exception.Message));
        }

        if (error is not null)
        {
            value = default;
        }

        return error is null;
    }

    /// <summary>Records a failure unless there was one before.</summary>
    internal void Fail(string path, string expected, string got) => Error ??= new(path, expected, ForeignText.Short(got));
}
