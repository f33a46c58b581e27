using System;
using System.Collections.Generic;
using System.Text.Json;
using Kraken.Serialization;
using Kraken.Serialization.Json;

namespace Kraken.Rpc.Protocol;

/// <summary>
/// Names of members in JSON: none may be given twice, of which one reader would take the first, another the last; nor may one be misspelt
/// where what is left out has a meaning.
/// </summary>
internal static class MemberNames
{
    /// <summary>A name that some object below a value has twice; null when there is none.</summary>
    /// <param name="value">The value; its strings must be text.</param>
    internal static string? FirstRepeated(JsonElement value)
    {
        // Arrays of strings, of which calldata and programs are made, are not looked into.
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return FirstRepeatedIn(value);
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array && FirstRepeated(item) is { } name)
                    {
                        return name;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>Records a failure where an object has a member of another name.</summary>
    internal static void RequireOnly(JsonNode node, params ReadOnlySpan<string> names)
    {
        if (!node.IsObject)
        {
            return;
        }

        foreach (JsonProperty member in node.Element.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                node.Fail(new DecodeError("", $"the members {string.Join(", ", names)} alone", $"'{ForeignText.Short(member.Name)}'"));
                return;
            }
        }
    }

    private static string? FirstRepeatedIn(JsonElement value)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!names.Add(member.Name))
            {
                return ForeignText.Short(member.Name);
            }

            if (FirstRepeated(member.Value) is { } below)
            {
                return below;
            }
        }

        return null;
    }
}
