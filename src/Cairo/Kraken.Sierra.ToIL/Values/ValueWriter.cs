using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Values;

/// <summary>Lays written values out in the memory of a native call.</summary>
internal sealed class ValueWriter(TypeRegistry types, LayoutTable layouts, NativeContext context)
{
    private const int MaxDigits = 80;

    // Where the value under way stands: the argument's number, from 1, then the places in lists.
    private readonly List<int> place = [];

    // Boxes nest as deep as the program declares types.
    private int depth;

    /// <summary>The words of an argument.</summary>
    /// <param name="number">The argument's number, from 1, for errors.</param>
    /// <param name="value">What was written for it.</param>
    /// <exception cref="FormatException">It is no value of the type.</exception>
    internal ulong[] ToWords(int number, int type, JsonNode? value)
    {
        place.Clear();
        depth = 0;
        return ToWordsAt(number, type, value);
    }

    private ulong[] ToWordsAt(int at, int type, JsonNode? value)
    {
        place.Add(at);
        ulong[] words = ToWords(type, value);
        place.RemoveAt(place.Count - 1);
        return words;
    }

    private ulong[] ToWords(int type, JsonNode? value)
    {
        if (++depth > LayoutTable.MaxDepth)
        {
            throw Refusal($"a type that nests at most {LayoutTable.MaxDepth} deep", "one that nests deeper");
        }

        ulong[] words = Written(types[type], type, value);
        depth--;
        return words;
    }

    private ulong[] Written(ConcreteType concrete, int type, JsonNode? value) => concrete.GenericId switch
    {
        "Struct" => Struct(concrete, value),
        "Enum" => Enum(type, concrete, value),
        "Snapshot" => ToWords(concrete.Args[0].Index, value),
        "NonZero" => NonZero(concrete.Args[0].Index, value),
        "Box" => [Box(concrete.Args[0].Index, value)],
        "Nullable" => [value is null ? 0 : Box(concrete.Args[0].Index, value)],
        "Array" or "Span" => Array(concrete.Args[0].Index, value),
        _ => Number(type, value),
    };

    private ulong[] Struct(ConcreteType type, JsonNode? value)
    {
        int[] members = [.. type.Members];
        JsonArray given = List(value, "struct");
        return given.Count == members.Length
            ? [.. members.SelectMany((member, i) => ToWordsAt(i, member, given[i]))]
            : throw Refusal(string.Create(CultureInfo.InvariantCulture, $"a struct of {members.Length} members"), $"{given.Count}");
    }

    // No program checks again what its type says: a zero would be divided by.
    private ulong[] NonZero(int inner, JsonNode? value)
    {
        ulong[] words = ToWords(inner, value);
        return words.AsSpan().ContainsAnyExcept(0ul) ? words : throw Refusal($"a {types[inner].GenericId} other than zero", Shown(value));
    }

    private ulong[] Enum(int type, ConcreteType concrete, JsonNode? value)
    {
        int[] variants = [.. concrete.Members];
        JsonArray given = List(value, "enum");
        if (given.Count is < 1 or > 2 || !TryNumber(given[0], out BigInteger number) || number.Sign < 0 || number >= variants.Length)
        {
            throw Refusal(string.Create(CultureInfo.InvariantCulture, $"[variant below {variants.Length}, value]"), Shown(value));
        }

        int variant = (int)number;
        ulong[] words = new ulong[layouts[type].Words];
        words[0] = (ulong)variant;
        if (layouts[variants[variant]].Words > 0)
        {
            ulong[] inner = ToWordsAt(1, variants[variant], given.Count > 1 ? given[1] : null);
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
        foreach ((int at, JsonNode? given) in List(value, "array").Index())
        {
            words.AddRange(ToWordsAt(at, item, given));
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
            throw Refusal(
                string.Create(CultureInfo.InvariantCulture, $"a {types[type].GenericId} from {range.Lower} to {range.Upper - 1}"),
                Shown(value));
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
        int start = context.Allocate(words.Length);
        words.CopyTo(context.Words(start, words.Length));
        return start;
    }

    private JsonArray List(JsonNode? value, string what) =>
        value as JsonArray ?? throw Refusal($"a list for a value of kind {what}", Shown(value));

    private FormatException Refusal(string expected, string got) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"argument {place[0]}{string.Concat(place.Skip(1).Select(at => $"[{at}]"))}: expected {expected}, got {got}"));

    private static bool TryNumber(JsonNode? value, out BigInteger number)
    {
        number = default;
        string? text = value?.GetValueKind() switch
        {
            JsonValueKind.Number => value.ToJsonString(),
            JsonValueKind.String => Text(value) is null ? null : value.GetValue<string>(),
            _ => null,
        };
        return text is not null && text.Length <= MaxDigits && (text.StartsWith("0x", StringComparison.Ordinal)
            ? text.Length > 2
                && BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number));
    }

    private static string Shown(JsonNode? value) =>
        value is null ? "null" : ForeignText.Short(Text(value) ?? "a text that is no Unicode");

    // Null where a text within is half a surrogate pair, which escapes can spell.
    private static string? Text(JsonNode value)
    {
        try
        {
            return value.ToJsonString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
