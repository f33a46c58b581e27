using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Receipts;

namespace Kraken.State.Store.Events;

/// <summary>
/// What a block's events are about, as a Bloom filter of fixed size: the emitting contracts, and the keys with their positions. What is in
/// the block is always found in it; what is not is found once in ten million times in a block of a hundred events, and more often in
/// fuller ones.
/// </summary>
internal sealed class EventBits
{
    /// <summary>The bits of a block.</summary>
    internal const int Bits = 1 << 14;

    /// <summary>The bytes of a block.</summary>
    internal const int ByteCount = Bits / 8;

    /// <summary>The bits of one value.</summary>
    internal const int Hashes = 8;

    /// <summary>The positions of keys that are kept; what is asked of later ones is found in every block.</summary>
    internal const int Positions = 16;

    private const int Address = Positions;

    private readonly ulong[] words;

    private EventBits(ulong[] words) => this.words = words;

    /// <summary>The filter of a block; null for one without events.</summary>
    internal static EventBits? Of(IEnumerable<TransactionReceipt> receipts)
    {
        ulong[]? words = null;
        foreach (TransactionReceipt receipt in receipts)
        {
            foreach (ContractEvent item in receipt.Events)
            {
                words ??= new ulong[Bits / 64];
                Set(words, PlacesOf(item.FromAddress, Address));
                for (int position = 0; position < Math.Min(item.Keys.Length, Positions); position++)
                {
                    Set(words, PlacesOf(item.Keys[position], position));
                }
            }
        }

        return words is null ? null : new EventBits(words);
    }

    /// <summary>A filter in which nothing is found.</summary>
    internal static EventBits Empty() => new(new ulong[Bits / 64]);

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null for bytes that it did not.</summary>
    internal static EventBits? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteCount)
        {
            return null;
        }

        ulong[] words = new ulong[Bits / 64];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);
        }

        return new EventBits(words);
    }

    /// <summary>The bits of a contract that emits.</summary>
    internal static int[] OfAddress(in Felt address) => PlacesOf(address, Address);

    /// <summary>The bits of a key; null for a position that is not kept.</summary>
    internal static int[]? OfKey(in Felt key, int position) => position < Positions ? PlacesOf(key, position) : null;

    internal void Set(int place) => words[place / 64] |= 1UL << (place % 64);

    internal bool Has(int place) => (words[place / 64] >> (place % 64) & 1) != 0;

    /// <summary>Whether all bits of a value are set.</summary>
    internal bool HasAll(int[] places) => Array.TrueForAll(places, Has);

    internal byte[] ToBytes()
    {
        byte[] bytes = new byte[ByteCount];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), words[i]);
        }

        return bytes;
    }

    private static void Set(ulong[] words, int[] places)
    {
        foreach (int place in places)
        {
            words[place / 64] |= 1UL << (place % 64);
        }
    }

    // Two hashes give as many places as are wanted (Kirsch and Mitzenmacher). Keys are chosen by anybody: whoever makes many meet makes
    // searches for them slow, never wrong.
    private static int[] PlacesOf(in Felt value, int kind)
    {
        value.ToCanonicalLimbs(out ulong a, out ulong b, out ulong c, out ulong d);
        ulong first = Mix(Mix(Mix(Mix(Mix((ulong)kind) ^ a) ^ b) ^ c) ^ d);
        ulong second = Mix(first) | 1;
        int[] places = new int[Hashes];
        for (int i = 0; i < Hashes; i++)
        {
            places[i] = (int)((first + ((ulong)i * second)) >> 32) & (Bits - 1);
        }

        return places;
    }

    // The finalizer of [SPLITMIX].
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
