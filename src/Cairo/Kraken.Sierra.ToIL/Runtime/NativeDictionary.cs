using System;
using System.Runtime.InteropServices;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>
/// A dictionary in the memory of its call. An entry is the key, a word with the key's hash and the entry before it, and the value, whose
/// place generated code is given. Entries are found by a table of slots, each with the place of an entry and seven bits of its hash, so
/// that few other entries are looked at.
/// </summary>
internal sealed class NativeDictionary(NativeContext context)
{
    private const int FeltWords = 4;
    private const int EntryWords = FeltWords + 1;
    private const int LogFirstSlots = 3;

    // A slot is zero, or a place and above it the highest bits of the hash; the slot's number comes of the lowest.
    private const int TagShift = Memory.CallMemory.LogWords;
    private const uint PlaceMask = Memory.CallMemory.WordMask;

    private int table;
    private int logSlots;
    private int last;

    /// <summary>The number of keys.</summary>
    internal int Count { get; private set; }

    /// <summary>The number of accesses.</summary>
    internal long Accesses { get; private set; }

    /// <summary>The place of a key's value, whose words are zero at first; counts an access.</summary>
    internal int Access(in Felt key, int words)
    {
        Accesses++;
        uint hash = context.KeyHash.Of(key);
        if (logSlots == 0)
        {
            Grow(LogFirstSlots);
        }

        Span<uint> slots = Slots();
        uint mask = (uint)slots.Length - 1;
        uint slot = hash & mask;
        uint tag = hash >> TagShift;
        while (slots[(int)slot] is var seen and not 0)
        {
            int place = (int)(seen & PlaceMask);
            if (seen >> TagShift == tag && KeyAt(place) == key)
            {
                return place + EntryWords;
            }

            slot = (slot + 1) & mask;
        }

        int entry = context.Allocate(EntryWords + words);
        slots[(int)slot] = (uint)entry | (tag << TagShift);
        Span<ulong> content = context.Words(entry, EntryWords + words);
        MemoryMarshal.Cast<ulong, Felt>(content)[0] = key;
        content[FeltWords] = (uint)last | ((ulong)hash << 32);
        content[EntryWords..].Clear();
        last = entry;
        Count++;

        // Three quarters of the slots are taken at most.
        if (4L * Count > 3L * slots.Length)
        {
            Grow(logSlots + 1);
        }

        return entry + EntryWords;
    }

    /// <summary>The words of an item's key.</summary>
    internal static ReadOnlySpan<ulong> KeyOf(NativeContext context, NativeDictionaryItem item) =>
        context.Words(item.Place - EntryWords, FeltWords);

    /// <summary>Whether there is a key of at least 2^128.</summary>
    internal bool HasLargeKey()
    {
        int entry = last;
        for (int i = 0; i < Count; i++)
        {
            if (!KeyAt(entry).TryToUInt128(out _))
            {
                return true;
            }

            entry = Before(entry);
        }

        return false;
    }

    /// <summary>The keys with the places of their values, by ascending keys.</summary>
    internal NativeDictionaryItem[] Items()
    {
        NativeDictionaryItem[] items = new NativeDictionaryItem[Count];
        int entry = last;
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = new NativeDictionaryItem(KeyAt(entry), entry + EntryWords);
            entry = Before(entry);
        }

        Array.Sort(items);
        return items;
    }

    private Span<uint> Slots() => MemoryMarshal.Cast<ulong, uint>(context.Words(table, 1 << (logSlots - 1)));

    private Felt KeyAt(int entry) => MemoryMarshal.Cast<ulong, Felt>(context.Words(entry, FeltWords))[0];

    private int Before(int entry) => (int)(uint)context.Words(entry + FeltWords, 1)[0];

    // A new table, as nothing is freed; all tables together take at most three words a key and four.
    private void Grow(int log)
    {
        table = context.Allocate(1 << (log - 1));
        logSlots = log;
        Span<uint> slots = Slots();
        slots.Clear();
        uint mask = (uint)slots.Length - 1;
        int entry = last;
        for (int i = 0; i < Count; i++)
        {
            ulong link = context.Words(entry + FeltWords, 1)[0];
            uint hash = (uint)(link >> 32);
            uint slot = hash & mask;
            while (slots[(int)slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[(int)slot] = (uint)entry | (hash >> TagShift << TagShift);
            entry = (int)(uint)link;
        }
    }
}
