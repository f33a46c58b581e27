using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Values;

/// <summary>Lays written values out in the memory of a native call.</summary>
internal sealed class ValueWriter(TypeRegistry types, LayoutTable layouts, NativeContext context)
{
    /// <summary>The words of a value.</summary>
    /// <exception cref="FormatException">It is no value of the type.</exception>
    internal ulong[] ToWords(int type, JsonNode? value)
    {
        ConcreteType concrete = types[type];
        return concrete.GenericId switch
        {
            "Struct" => Struct(concrete, value),
            "Enum" => Enum(type, concrete, value),
            "NonZero" or "Snapshot" => ToWords(concrete.Args[0].Index, value),
            "Box" => [Box(concrete.Args[0].Index, value)],
            "Nullable" => [value is null ? 0 : Box(concrete.Args[0].Index, value)],
            "Array" or "Span" => Array(concrete.Args[0].Index, value),
            _ => Number(type, value),
        };
    }

    private ulong[] Struct(ConcreteType type, JsonNode? value)
    {
        int[] members = [.. type.Members];
        JsonArray given = List(value, "struct");
        return given.Count == members.Length
            ? [.. members.SelectMany((member, i) => ToWords(member, given[i]))]
            : throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"expected a struct of {members.Length} members, got {given.Count}"));
    }

    private ulong[] Enum(int type, ConcreteType concrete, JsonNode? value)
    {
        int[] variants = [.. concrete.Members];
        JsonArray given = List(value, "enum");
        if (given.Count is < 1 or > 2 || !TryNumber(given[0], out BigInteger number) || number.Sign < 0 || number >= variants.Length)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"expected [variant below {variants.Length}, value], got {Shown(value)}"));
        }

        int variant = (int)number;
        ulong[] words = new ulong[layouts[type].Words];
        words[0] = (ulong)variant;
        if (layouts[variants[variant]].Words > 0)
        {
            ulong[] inner = ToWords(variants[variant], given.Count > 1 ? given[1] : null);
            foreach ((int at, int offset, int length) in EnumSlots.Of(layouts[type], layouts[variants[variant]], variant))
            {
                inner.AsSpan(offset, length).CopyTo(words.AsSpan(at));
            }
        }

        return words;
    }

    private ulong Box(int inner, JsonNode? value)
    {
        ulong[] words = ToWords(inner, value);
        return (ulong)Keep(words.Length == 0 ? [0] : words);
    }

    private ulong[] Array(int item, JsonNode? value)
    {
        List<ulong> words = [];
        foreach (JsonNode? given in List(value, "array"))
        {
            words.AddRange(ToWords(item, given));
        }

        ulong start = (ulong)Keep([.. words]);
        ulong end = start + (ulong)words.Count;
        return [start, end, end];
    }

    private ulong[] Number(int type, JsonNode? value)
    {
        IntegerRange range = IntegerRange.Of(types[type].GenericId, types[type].Args)
            ?? throw new NotNativeException($"an argument of type {types[type].GenericId}");
        if (!TryNumber(value, out BigInteger number) || number < range.Lower || number >= range.Upper)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"expected a {types[type].GenericId} from {range.Lower} to {range.Upper - 1}, got {Shown(value)}"));
        }

        SlotKind kind = NumericForm.Of(range).Kind;
        BigInteger mask = ulong.MaxValue;
        Felt felt = Felt.FromBigInteger(number);
        return kind switch
        {
            SlotKind.Felt => MemoryMarshal.Cast<Felt, ulong>([felt]).ToArray(),
            SlotKind.UInt128 => [(ulong)(number & mask), (ulong)((number >> 64) & mask)],
            _ => [(ulong)(number & mask)],
        };
    }

    private int Keep(ulong[] words)
    {
        int place = context.Allocate(words.Length);
        words.CopyTo(context.Words(place, words.Length));
        return place;
    }

    private static JsonArray List(JsonNode? value, string what) =>
        value as JsonArray ?? throw new FormatException($"expected a list for a value of kind {what}, got {Shown(value)}");

    private static bool TryNumber(JsonNode? value, out BigInteger number)
    {
        number = default;
        string? text = value?.GetValueKind() switch
        {
            JsonValueKind.Number => value.ToJsonString(),
            JsonValueKind.String => value.GetValue<string>(),
            _ => null,
        };
        return text is not null && text.Length <= 80 && (text.StartsWith("0x", StringComparison.Ordinal)
            ? text.Length > 2
                && BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number));
    }

    private static string Shown(JsonNode? value)
    {
        string text = value?.ToJsonString() ?? "null";
        return text.Length <= 80 ? text : text[..80] + "...";
    }
}
