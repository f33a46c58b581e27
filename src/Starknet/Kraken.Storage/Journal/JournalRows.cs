using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Kraken.Storage.Journal;

/// <summary>
/// The journal's rows: the changes of a batch in one or more, by the number of the batch and of the row, big-endian. A change is the length
/// of its key, that of its value, -1 for none, both in 4 bytes little-endian, the key and the value.
/// </summary>
internal static class JournalRows
{
    /// <summary>The bytes of a row's key.</summary>
    internal const int KeySize = RowOffset + sizeof(uint);

    private const int NumberOffset = 1;
    private const int RowOffset = NumberOffset + sizeof(ulong);
    private const int HeadSize = 2 * sizeof(int);
    private const int NoValue = -1;

    /// <summary>Writes a run.</summary>
    internal static RowRange Put(WriteBatch batch, JournalTables tables, ulong number, SortedRun run, int rowBytes)
    {
        int rows = 0;
        for (int start = 0; start < run.Count; rows++)
        {
            int end = start;
            int size = 0;
            while (end < run.Count && (end == start || size + HeadSize + SortedRun.SizeOf(run[end]) <= rowBytes))
            {
                size += HeadSize + SortedRun.SizeOf(run[end++]);
            }

            byte[] row = new byte[size];
            Span<byte> rest = row;
            for (; start < end; start++)
            {
                Encode(run[start], ref rest);
            }

            batch.Put(Key(tables, number, rows), row);
        }

        return new RowRange(number, rows);
    }

    /// <summary>Deletes what <see cref="Put"/> wrote.</summary>
    internal static void Delete(WriteBatch batch, JournalTables tables, RowRange rows)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            batch.Delete(Key(tables, rows.Number, row));
        }
    }

    /// <summary>The batch that a row is of, and its place among the batch's; false for another record.</summary>
    internal static bool TryPlace(ReadOnlySpan<byte> key, out ulong number, out uint row)
    {
        bool isRow = key.Length == KeySize;
        number = isRow ? BinaryPrimitives.ReadUInt64BigEndian(key[NumberOffset..]) : 0;
        row = isRow ? BinaryPrimitives.ReadUInt32BigEndian(key[RowOffset..]) : 0;
        return isRow;
    }

    /// <summary>Reads a row after others of the same batch.</summary>
    /// <returns>False when it is no row, or its keys do not ascend from the last one on.</returns>
    internal static bool TryDecode(ReadOnlySpan<byte> row, List<StoreChange> changes)
    {
        while (!row.IsEmpty)
        {
            if (row.Length < HeadSize)
            {
                return false;
            }

            int keyLength = BinaryPrimitives.ReadInt32LittleEndian(row);
            int valueLength = BinaryPrimitives.ReadInt32LittleEndian(row[sizeof(int)..]);
            row = row[HeadSize..];
            if (keyLength < 1 || valueLength < NoValue || keyLength > row.Length || Math.Max(0, valueLength) > row.Length - keyLength)
            {
                return false;
            }

            ReadOnlySpan<byte> key = row[..keyLength];
            if (changes.Count > 0 && changes[^1].Key.AsSpan().SequenceCompareTo(key) >= 0)
            {
                return false;
            }

            row = row[keyLength..];
            changes.Add(new(key.ToArray(), valueLength == NoValue ? null : row[..valueLength].ToArray()));
            row = row[Math.Max(0, valueLength)..];
        }

        return true;
    }

    private static byte[] Key(JournalTables tables, ulong number, int row)
    {
        byte[] key = new byte[KeySize];
        key[0] = tables.Own;
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(NumberOffset), number);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(RowOffset), (uint)row);
        return key;
    }

    private static void Encode(in StoreChange change, ref Span<byte> rest)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, change.Key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(rest[sizeof(int)..], change.Value?.Length ?? NoValue);
        change.Key.CopyTo(rest[HeadSize..]);
        rest = rest[(HeadSize + change.Key.Length)..];
        change.Value?.CopyTo(rest);
        rest = rest[(change.Value?.Length ?? 0)..];
    }
}
