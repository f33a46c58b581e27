using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Cairo.Hints.Executables;

/// <summary>The arguments of an executable as JSON: a list of numbers, as such or in hexadecimal text.</summary>
public static class ExecutableArguments
{
    /// <summary>The largest file.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>The most arguments.</summary>
    public const int MaxCount = 1 << 18;

    /// <summary>Reads a list.</summary>
    /// <returns>False with <paramref name="error"/> set when it is none.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, out ImmutableArray<Felt> arguments, [NotNullWhen(false)] out DecodeError? error)
    {
        bool isRead =
            JsonDecoding.TryDecode(json, MaxBytes, root => Read(root).ToBuilder(), out ImmutableArray<Felt>.Builder? list, out error);
        arguments = list?.ToImmutable() ?? [];
        return isRead;
    }

    /// <summary>Reads a list within a decoding.</summary>
    internal static ImmutableArray<Felt> Read(JsonNode node) => node.List(MaxCount, ReadNumber);

    /// <summary>Reads a number, as such or in hexadecimal text.</summary>
    internal static Felt ReadNumber(JsonNode node)
    {
        if (node.Element.ValueKind != JsonValueKind.Number)
        {
            return node.Felt();
        }

        if (Felt.TryParse(node.Element.GetRawText(), out Felt value))
        {
            return value;
        }

        node.Fail("a field element");
        return default;
    }
}
