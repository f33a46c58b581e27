using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Values;

/// <summary>Reads values out of the memory of a native call.</summary>
internal sealed class ValueReader(TypeRegistry types, LayoutTable layouts, NativeContext context)
{
    // Boxes nest as deep as the program declares types; what a call's stack holds is bounded by the layouts already.
    private int depth;

    /// <summary>A value as it is written; of a kind that has no written form, such as a dictionary, the name of its type.</summary>
    /// <exception cref="NotSupportedException">It nests too deep.</exception>
    internal JsonNode? ToJson(int type, ReadOnlySpan<ulong> words)
    {
        if (depth >= LayoutTable.MaxDepth)
        {
            throw new NotSupportedException($"a value that nests more than {LayoutTable.MaxDepth} deep");
        }

        depth++;
        JsonNode? value = Read(types[type], type, words);
        depth--;
        return value;
    }

    private JsonNode? Read(ConcreteType concrete, int type, ReadOnlySpan<ulong> words)
    {
        switch (concrete.GenericId)
        {
            case "Struct":
                JsonArray members = [];
                foreach (int member in concrete.Members)
                {
                    members.Add(ToJson(member, words[..layouts[member].Words]));
                    words = words[layouts[member].Words..];
                }

                return members;
            case "Enum":
                return Enum(type, concrete, words);
            case "NonZero" or "Snapshot":
                return ToJson(concrete.Args[0].Index, words);
            case "Box":
                return At(concrete.Args[0].Index, (int)words[0]);
            case "Nullable":
                return (int)words[0] == 0 ? null : At(concrete.Args[0].Index, (int)words[0]);
            case "Array" or "Span":
                return Items(concrete.Args[0].Index, (int)words[0], (int)words[1]);
            default:
                return Number(concrete, words);
        }
    }

    private JsonArray Enum(int type, ConcreteType concrete, ReadOnlySpan<ulong> words)
    {
        int variant = (int)words[0];
        int value = concrete.Members.ElementAt(variant);
        ulong[] inner = new ulong[layouts[value].Words];
        foreach ((int at, int offset, int length) in EnumSlots.Of(layouts[type], layouts[value], variant))
        {
            words.Slice(at, length).CopyTo(inner.AsSpan(offset));
        }

        return [variant, ToJson(value, inner)];
    }

    private JsonArray Items(int item, int start, int end)
    {
        JsonArray items = [];
        for (int place = start; place < end; place += Math.Max(1, layouts[item].Words))
        {
            items.Add(At(item, place));
        }

        return items;
    }

    private JsonNode? At(int type, int place) => ToJson(type, context.Words(place, layouts[type].Words).ToArray());

    private static JsonNode Number(ConcreteType type, ReadOnlySpan<ulong> words)
    {
        if (IntegerRange.Of(type.GenericId, type.Args) is not { } range)
        {
            return type.GenericId;
        }

        NumericForm form = NumericForm.Of(range);
        BigInteger number = form.Kind switch
        {
            SlotKind.Felt => Within(range, MemoryMarshal.Cast<ulong, Felt>(words)[0].ToBigInteger()),
            SlotKind.UInt128 => form.IsSigned
                ? (BigInteger)(Int128)new UInt128(words[1], words[0])
                : new UInt128(words[1], words[0]),
            _ => form.IsSigned ? (long)words[0] : words[0],
        };
        return number.ToString(CultureInfo.InvariantCulture);
    }

    // A range has no two values of one field element: what lies above it stands for the negative one.
    private static BigInteger Within(IntegerRange range, BigInteger element) =>
        element < range.Upper ? element : element - Felt.Modulus;
}
