using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Kraken.Rpc.Protocol;

/// <summary>Names of members in JSON that must not be given twice: one reader would take the first, another the last.</summary>
internal static class MemberNames
{
    private const int MaxShown = 80;

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

    /// <summary>A name of foreign length, for a message.</summary>
    internal static string Shorten(string name) => name.Length <= MaxShown ? name : $"{name[..MaxShown]}...";

    private static string? FirstRepeatedIn(JsonElement value)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!names.Add(member.Name))
            {
                return Shorten(member.Name);
            }

            if (FirstRepeated(member.Value) is { } below)
            {
                return below;
            }
        }

        return null;
    }
}
