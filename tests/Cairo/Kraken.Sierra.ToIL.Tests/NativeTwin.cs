using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.ToIL.Values;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>
/// Moves values of Sierra types between the memory of the virtual machine and that of a native call, and compares them. What a value is in
/// cells is told by the CASM compiler; what it is in words, by the layouts.
/// </summary>
internal sealed class NativeTwin(SierraRegistry registry, LayoutTable layouts, VmMemory cells, NativeContext context)
{
    private TypeRegistry Types => registry.Types;

    /// <summary>The words of a value that stands in cells.</summary>
    internal ulong[] ToWords(int type, ReadOnlySpan<MaybeRelocatable> value)
    {
        ConcreteType concrete = Types[type];
        if (layouts[type].Words == 0)
        {
            return [];
        }

        switch (concrete.GenericId)
        {
            case "Struct":
                return Members(concrete.Members, value);
            case "Enum":
                return Enum(type, concrete, value);
            case "NonZero" or "Snapshot":
                return ToWords(concrete.Args[0].Index, value);
            case "Box":
                return [(ulong)Box(concrete.Args[0].Index, value[0].Address)];
            case "Nullable":
                return [IsNull(value[0]) ? 0 : (ulong)Box(concrete.Args[0].Index, value[0].Address)];
            case "Array" or "Span":
                return Array(concrete.Args[0].Index, value[0].Address, value[1].Address);
            case "IntRange":
                return Members([concrete.Args[0].Index, concrete.Args[0].Index], value);
            case "CircuitModulus" or "U96LimbsLtGuarantee":
                return [.. value.ToArray().SelectMany(cell => Wide(cell.Felt.ToBigInteger()))];
            case "EcPoint" or "EcState":
                return [.. Felt(value[0].Felt), .. Felt(value[1].Felt)];
            default:
                return Number(type, value[0].Felt);
        }
    }

    /// <summary>What differs between a value in cells and one in words; null when they are the same.</summary>
    internal string? Difference(int type, ReadOnlySpan<MaybeRelocatable> value, ReadOnlySpan<ulong> words)
    {
        ConcreteType concrete = Types[type];
        if (layouts[type].Words == 0)
        {
            return null;
        }

        switch (concrete.GenericId)
        {
            case "Struct":
                return Differences(concrete.Members, value, words);
            case "Enum":
                return EnumDifference(type, concrete, value, words);
            case "NonZero" or "Snapshot":
                return Difference(concrete.Args[0].Index, value, words);
            case "Box":
                return BoxDifference(concrete.Args[0].Index, value[0].Address, (int)words[0]);
            case "Nullable":
                return IsNull(value[0]) != ((int)words[0] == 0) ? "null on one engine only"
                    : IsNull(value[0]) ? null : BoxDifference(concrete.Args[0].Index, value[0].Address, (int)words[0]);
            case "Array" or "Span":
                return ArrayDifference(concrete.Args[0].Index, value[0].Address, value[1].Address, (int)words[0], (int)words[1]);
            case "SquashedFelt252Dict":
                return DictionaryDifference(concrete.Args[0].Index, value[0].Address, value[1].Address, (int)words[0]);
            case "IntRange":
                return Differences([concrete.Args[0].Index, concrete.Args[0].Index], value, words);
            default:
                ulong[] expected = ToWords(type, value);
                return words[..expected.Length].SequenceEqual(expected)
                    ? null
                    : $"{concrete.GenericId}: {value[0]} on the virtual machine, {string.Join(' ', words.ToArray().Select(w => $"{w:x}"))}";
        }
    }

    private ulong[] Members(IEnumerable<int> members, ReadOnlySpan<MaybeRelocatable> value)
    {
        List<ulong> words = [];
        foreach (int member in members)
        {
            words.AddRange(ToWords(member, value[..Types.SizeOf(member)]));
            value = value[Types.SizeOf(member)..];
        }

        return [.. words];
    }

    private string? Differences(IEnumerable<int> members, ReadOnlySpan<MaybeRelocatable> value, ReadOnlySpan<ulong> words)
    {
        foreach (int member in members)
        {
            if (Difference(member, value[..Types.SizeOf(member)], words[..layouts[member].Words]) is { } difference)
            {
                return difference;
            }

            value = value[Types.SizeOf(member)..];
            words = words[layouts[member].Words..];
        }

        return null;
    }

    private static int Variant(ConcreteType type, MaybeRelocatable selector)
    {
        int count = type.Members.Count();
        int value = (int)selector.Felt.ToBigInteger();
        return count <= 2 ? value : count - ((value + 1) / 2);
    }

    private ulong[] Enum(int type, ConcreteType concrete, ReadOnlySpan<MaybeRelocatable> value)
    {
        int variant = Variant(concrete, value[0]);
        int payload = concrete.Members.ElementAt(variant);
        ulong[] words = new ulong[layouts[type].Words];
        words[0] = (ulong)variant;
        ulong[] from = ToWords(payload, value[^Types.SizeOf(payload)..]);
        foreach ((int at, int offset, int length) in EnumSlots.Of(layouts[type], layouts[payload], variant))
        {
            from.AsSpan(offset, length).CopyTo(words.AsSpan(at));
        }

        return words;
    }

    private string? EnumDifference(
        int type, ConcreteType concrete, ReadOnlySpan<MaybeRelocatable> value, ReadOnlySpan<ulong> words)
    {
        int variant = Variant(concrete, value[0]);
        if ((int)words[0] != variant)
        {
            return $"variant {variant} on the virtual machine, {(int)words[0]}";
        }

        int payload = concrete.Members.ElementAt(variant);
        ulong[] inner = new ulong[layouts[payload].Words];
        foreach ((int at, int offset, int length) in EnumSlots.Of(layouts[type], layouts[payload], variant))
        {
            words.Slice(at, length).CopyTo(inner.AsSpan(offset));
        }

        return Difference(payload, value[^Types.SizeOf(payload)..], inner);
    }

    // A box of nothing is a number other than zero.
    private static bool IsNull(MaybeRelocatable cell) => cell.IsFelt && cell.Felt.IsZero;

    private int Box(int inner, Relocatable address)
    {
        ulong[] words = ToWords(inner, Read(address, Types.SizeOf(inner)));
        return Write(words.Length == 0 ? [0] : words);
    }

    private string? BoxDifference(int inner, Relocatable address, int place) =>
        Difference(inner, Read(address, Types.SizeOf(inner)), WordsAt(place, layouts[inner].Words));

    private ulong[] Array(int item, Relocatable start, Relocatable end)
    {
        List<ulong> words = [];
        for (Relocatable at = start; at.Offset < end.Offset; at += Types.SizeOf(item))
        {
            words.AddRange(ToWords(item, Read(at, Types.SizeOf(item))));
        }

        int place = Write([.. words]);
        return [(ulong)place, (ulong)(place + words.Count), (ulong)(place + words.Count)];
    }

    private string? ArrayDifference(int item, Relocatable start, Relocatable end, int from, int to)
    {
        long length = (end.Offset - start.Offset) / Types.SizeOf(item);
        int got = (to - from) / layouts[item].Words;
        if (length != got)
        {
            return $"an array of {length} items on the virtual machine, of {got}";
        }

        for (int i = 0; i < length; i++)
        {
            if (BoxDifference(item, start + (i * Types.SizeOf(item)), from + (i * layouts[item].Words)) is { } difference)
            {
                return $"item {i}: {difference}";
            }
        }

        return null;
    }

    private string? DictionaryDifference(int value, Relocatable start, Relocatable end, int handle)
    {
        long items = NativeDictionaries.Items(context, handle, layouts[value].Words);
        int words = 4 + (2 * layouts[value].Words);
        int at = (int)items;
        if ((end.Offset - start.Offset) / 3 != ((int)(items >> 32) - at) / words)
        {
            return $"{(end.Offset - start.Offset) / 3} keys on the virtual machine, {((int)(items >> 32) - at) / words}";
        }

        for (Relocatable cell = start; cell.Offset < end.Offset; cell += 3, at += words)
        {
            MaybeRelocatable[] item = Read(cell, 3);
            if (!WordsAt(at, 4).SequenceEqual(Felt(item[0].Felt)))
            {
                return $"another key than {item[0]}";
            }

            if (Difference(value, item.AsSpan(2), WordsAt(at + 4 + layouts[value].Words, layouts[value].Words)) is { } difference)
            {
                return $"key {item[0]}: {difference}";
            }
        }

        return null;
    }

    private ulong[] Number(int type, Felt cell)
    {
        SlotKind kind = layouts[type].Slots[0];
        if (kind == SlotKind.Felt)
        {
            return Felt(cell);
        }

        BigInteger value = cell.ToBigInteger();
        if (Types[type].GenericId == "qm31")
        {
            // Coordinates of 36 bits in a cell, of 32 bits in words.
            value = Enumerable.Range(0, 4).Select(c => ((value >> (36 * c)) & uint.MaxValue) << (32 * c)).Aggregate(BigInteger.Add);
        }

        bool signed = IntegerRange.Of(Types[type].GenericId, Types[type].Args) is { } range && range.Lower.Sign < 0;
        value = signed && value > Fields.Felt.Modulus / 2 ? value - Fields.Felt.Modulus : value;
        ulong low = (ulong)(value & ulong.MaxValue);
        return kind == SlotKind.UInt128 ? Wide(value) : [low];
    }

    private static ulong[] Wide(BigInteger value) => [(ulong)(value & ulong.MaxValue), (ulong)((value >> 64) & ulong.MaxValue)];

    private static ulong[] Felt(Felt value) => MemoryMarshal.Cast<Felt, ulong>([value]).ToArray();

    private MaybeRelocatable[] Read(Relocatable start, int count) =>
        [.. Enumerable.Range(0, count).Select(i => cells.Get(start + i))];

    private int Write(ulong[] words)
    {
        int place = context.Allocate(words.Length);
        words.CopyTo(context.Words(place, words.Length));
        return place;
    }

    private ulong[] WordsAt(int place, int count) => context.Words(place, count).ToArray();
}
