using System;
using System.Text.Json;

namespace Kraken.Serialization.Json;

/// <summary>
/// Reads strings and names of foreign JSON. Escapes can spell half a surrogate pair, which is no text: the reader of .NET throws on it,
/// these methods answer false.
/// </summary>
public static class JsonText
{
    /// <summary>Reads a string.</summary>
    /// <returns>False, and the empty text, when the value is no string or its escapes are no text.</returns>
    public static bool TryRead(JsonElement element, out string text)
    {
        text = string.Empty;
        if (element.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads an object of exactly one member: a value that is tagged by its kind.</summary>
    public static bool TryReadMember(JsonElement element, out string name, out JsonElement value)
    {
        name = string.Empty;
        value = default;
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() != 1)
        {
            return false;
        }

        try
        {
            foreach (JsonProperty member in element.EnumerateObject())
            {
                (name, value) = (member.Name, member.Value);
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Finds a member of an object; false when there is none, or one of its names is no text.</summary>
    public static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        try
        {
            return element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            value = default;
            return false;
        }
    }
}
