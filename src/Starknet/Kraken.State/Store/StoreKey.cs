using System;
using System.Buffers.Binary;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Store;

/// <summary>Encodes keys: the table, then numbers and felts big-endian, so that keys sort as their values do.</summary>
internal static class StoreKey
{
    internal static byte[] Single(Table table) => [(byte)table];

    internal static byte[] Of(Table table, ulong number)
    {
        byte[] key = new byte[1 + sizeof(ulong)];
        key[0] = (byte)table;
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1), number);
        return key;
    }

    internal static byte[] Of(Table table, ulong number, int index)
    {
        byte[] key = new byte[1 + sizeof(ulong) + sizeof(uint)];
        Of(table, number).CopyTo(key, 0);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1 + sizeof(ulong)), (uint)index);
        return key;
    }

    internal static byte[] Of(Table table, in Felt felt)
    {
        byte[] key = new byte[1 + Felt.ByteCount];
        key[0] = (byte)table;
        felt.WriteBigEndian(key.AsSpan(1));
        return key;
    }

    /// <summary>What a block put of a trie node.</summary>
    internal static byte[] Node(in Felt hash, ulong block)
    {
        byte[] key = new byte[1 + Felt.ByteCount + sizeof(ulong)];
        key[0] = (byte)Table.TrieNode;
        hash.WriteBigEndian(key.AsSpan(1, Felt.ByteCount));
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1 + Felt.ByteCount), block);
        return key;
    }

    /// <summary>The present value of a cell.</summary>
    internal static byte[] Value(in StoredCell cell) => Cell(Table.Value, cell, 0);

    /// <summary>All values that a cell had.</summary>
    internal static byte[] History(in StoredCell cell) => Cell(Table.History, cell, 0);

    /// <summary>A cell at a block. Later blocks sort first: the first record from here on is the value as of the block.</summary>
    internal static byte[] History(in StoredCell cell, ulong block)
    {
        byte[] result = Cell(Table.History, cell, sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(result.AsSpan(result.Length - sizeof(ulong)), ulong.MaxValue - block);
        return result;
    }

    /// <summary>The block of a history key.</summary>
    internal static ulong BlockOf(ReadOnlySpan<byte> historyKey) =>
        ulong.MaxValue - BinaryPrimitives.ReadUInt64BigEndian(historyKey[^sizeof(ulong)..]);

    private static byte[] Cell(Table table, in StoredCell cell, int suffix)
    {
        bool keyed = cell.Kind == (byte)CellKind.Storage;
        byte[] result = new byte[2 + Felt.ByteCount + (keyed ? Felt.ByteCount : 0) + suffix];
        result[0] = (byte)table;
        result[1] = cell.Kind;
        cell.Owner.WriteBigEndian(result.AsSpan(2, Felt.ByteCount));
        if (keyed)
        {
            cell.Key.WriteBigEndian(result.AsSpan(2 + Felt.ByteCount, Felt.ByteCount));
        }

        return result;
    }
}
