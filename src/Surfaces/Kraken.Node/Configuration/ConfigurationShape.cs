using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kraken.Serialization;

namespace Kraken.Node.Configuration;

/// <summary>
/// Says where JSON is not of a type's form, once a serializer has refused it: the place, what was expected, and what is there.
/// </summary>
internal static class ConfigurationShape
{
    private const int MaxShown = 60;

    /// <summary>The first place that is not as it must be; null where the form is right.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="type">What it must be.</param>
    /// <param name="place">Where it stands, such as "content.accounts[3]"; empty for the whole.</param>
    public static string? FindProblem(JsonElement value, JsonTypeInfo type, string place = "")
    {
        Type? bare = Nullable.GetUnderlyingType(type.Type);
        return value.ValueKind == JsonValueKind.Null && (bare is not null || !type.Type.IsValueType) ? null
            : bare is not null ? FindProblem(value, type.Options, bare, place)
            : (type.Kind, value.ValueKind) switch
            {
                (JsonTypeInfoKind.Object, JsonValueKind.Object) => Members(value, type, place),
                (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => Entries(value, type, place),
                (JsonTypeInfoKind.Object, _) => Refusal(place, "an object", value),
                (JsonTypeInfoKind.Enumerable, _) => Refusal(place, "a list", value),
                _ => Single(value, type, place),
            };
    }

    // What the serializer does not know by itself stands within what it knows.
    private static string? FindProblem(JsonElement value, JsonSerializerOptions options, Type type, string place) =>
        options.TryGetTypeInfo(type, out JsonTypeInfo? known) ? FindProblem(value, known, place) : null;

    private static string? Members(JsonElement value, JsonTypeInfo type, string place)
    {
        HashSet<string> seen = [];
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string inner = place.Length == 0 ? Shown(member.Name) : $"{place}.{Shown(member.Name)}";
            if (type.Properties.FirstOrDefault(property => property.Name == member.Name) is not { } known)
            {
                return $"{inner}: expected one of the members {Names(type, _ => true)}, got '{Shown(member.Name)}'";
            }

            if (!seen.Add(member.Name))
            {
                return $"{inner}: expected each member once, got it twice";
            }

            // A member's own converter says where it stands and what it expects.
            if (known.CustomConverter is not null)
            {
                continue;
            }

            if (member.Value.ValueKind == JsonValueKind.Null && !known.IsSetNullable)
            {
                return Refusal(inner, "a value", member.Value);
            }

            if (FindProblem(member.Value, type.Options, known.PropertyType, inner) is { } problem)
            {
                return problem;
            }
        }

        return type.Properties.Any(property => property.IsRequired && !seen.Contains(property.Name))
            ? $"{Prefix(place)}expected the members {Names(type, property => property.IsRequired)}, "
                + $"got none of the name {Names(type, property => property.IsRequired && !seen.Contains(property.Name))}"
            : null;
    }

    private static string? Entries(JsonElement value, JsonTypeInfo type, string place)
    {
        int index = 0;
        foreach (JsonElement entry in value.EnumerateArray())
        {
            if (FindProblem(entry, type.Options, type.ElementType!, $"{place}[{index++}]") is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    // Converters of the house say themselves what they expect; the serializer's own name types of the program.
    private static string? Single(JsonElement value, JsonTypeInfo type, string place)
    {
        try
        {
            value.Deserialize(type);
            return null;
        }
        catch (JsonException error)
        {
            return Refusal(place, Expected(type.Type, error), value);
        }
    }

    private static string Expected(Type type, JsonException error)
    {
        const string Start = "expected ";
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return error.Message.StartsWith(Start, StringComparison.Ordinal) ? error.Message[Start.Length..]
            : bare == typeof(bool) ? "true or false"
            : bare == typeof(string) ? "a text"
            : bare == typeof(byte[]) ? "bytes as base64 text"
            : bare == typeof(byte) ? $"a whole number up to {byte.MaxValue}"
            : bare == typeof(int) ? $"a whole number up to {int.MaxValue}"
            : bare == typeof(uint) ? $"a whole number from 0 to {uint.MaxValue}"
            : bare == typeof(long) ? $"a whole number up to {long.MaxValue}"
            : bare == typeof(ulong) ? $"a whole number from 0 to {ulong.MaxValue}"
            : "another value";
    }

    private static string Names(JsonTypeInfo type, Func<JsonPropertyInfo, bool> which) =>
        string.Join(", ", type.Properties.Where(which).Select(property => property.Name));

    private static string Refusal(string place, string expected, JsonElement value) =>
        $"{Prefix(place)}expected {expected}, got {Described(value)}";

    private static string Prefix(string place) => place.Length == 0 ? "" : $"{place}: ";

    private static string Described(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        _ => Shown(value.GetRawText()),
    };

    private static string Shown(string text) => ForeignText.Line(text, MaxShown);
}
