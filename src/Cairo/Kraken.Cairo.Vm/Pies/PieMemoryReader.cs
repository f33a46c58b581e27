using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>
/// memory.bin: per cell its address and its value, little-endian. An address has its highest bit set, then 16 bits of segment and 47 of
/// offset; an address as a value is the same with the highest bit of 32 bytes.
/// </summary>
internal static class PieMemoryReader
{
    private const string Name = "memory.bin";
    private const int RecordSize = sizeof(ulong) + Felt.ByteCount;
    private const int RecordsAtOnce = 1024;
    private const int OffsetBits = 47;
    private const ulong AddressMark = 1UL << 63;

    /// <summary>Reads the cells, by ascending address.</summary>
    /// <exception cref="ProgramFieldException">They are malformed, or more than allowed.</exception>
    public static IReadOnlyList<PieCell> Read(Stream source, PieMetadata metadata, int maxCells)
    {
        List<PieCell> cells = [];
        bool ascends = true;
        byte[] buffer = new byte[RecordsAtOnce * RecordSize];
        while (true)
        {
            int length = source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length == 0)
            {
                break;
            }

            if (length % RecordSize != 0)
            {
                throw Refuse($"records of {RecordSize} bytes", $"{((long)cells.Count * RecordSize) + length} bytes");
            }

            if (cells.Count + (length / RecordSize) > maxCells)
            {
                throw Refuse($"at most {maxCells} cells", "more");
            }

            for (int at = 0; at < length; at += RecordSize)
            {
                PieCell cell = ReadCell(buffer.AsSpan(at, RecordSize), cells.Count, metadata);
                ascends &= cells.Count == 0 || Compare(cells[^1], cell) < 0;
                cells.Add(cell);
            }
        }

        return ascends ? cells : Sorted(cells);
    }

    private static List<PieCell> Sorted(List<PieCell> cells)
    {
        cells.Sort(Compare);
        for (int i = 1; i < cells.Count; i++)
        {
            if (cells[i].Address == cells[i - 1].Address)
            {
                throw Refuse("each cell once", $"cell {cells[i].Address} twice");
            }
        }

        return cells;
    }

    private static int Compare(PieCell left, PieCell right) => left.Address.Segment != right.Address.Segment
        ? left.Address.Segment.CompareTo(right.Address.Segment)
        : left.Address.Offset.CompareTo(right.Address.Offset);

    private static PieCell ReadCell(ReadOnlySpan<byte> record, int index, PieMetadata metadata)
    {
        ulong address = BinaryPrimitives.ReadUInt64LittleEndian(record);
        if (address < AddressMark)
        {
            throw Refuse($"an address in record {index}", $"{address:x}");
        }

        Relocatable at = AddressOf(address);
        if (!metadata.HasCell(at.Segment, at.Offset))
        {
            throw Refuse($"a cell of the metadata's segments in record {index}", $"{at}");
        }

        return new(at, ReadValue(record[sizeof(ulong)..], at, metadata));
    }

    private static MaybeRelocatable ReadValue(ReadOnlySpan<byte> bytes, Relocatable at, PieMetadata metadata)
    {
        if (bytes[^1] < 0x80)
        {
            Span<byte> bigEndian = stackalloc byte[Felt.ByteCount];
            bytes.CopyTo(bigEndian);
            bigEndian.Reverse();
            return Felt.TryFromBytesBigEndian(bigEndian, out Felt value)
                ? value
                : throw Refuse($"a field element below the prime in cell {at}", Convert.ToHexStringLower(bigEndian));
        }

        Relocatable address = AddressOf(BinaryPrimitives.ReadUInt64LittleEndian(bytes) & ~AddressMark);
        bool isPlain = bytes[7] < 0x80 && !bytes[8..^1].ContainsAnyExcept((byte)0) && bytes[^1] == 0x80;
        return isPlain && metadata.HasAddress(address.Segment, address.Offset)
            ? address
            : throw Refuse($"an address of the metadata's segments in cell {at}", isPlain ? $"{address}" : Convert.ToHexStringLower(bytes));
    }

    private static Relocatable AddressOf(ulong packed) =>
        new((int)((packed & ~AddressMark) >> OffsetBits), (long)(packed & ((1UL << OffsetBits) - 1)));

    private static ProgramFieldException Refuse(string expected, string got) => new(new(Name, expected, got));
}
