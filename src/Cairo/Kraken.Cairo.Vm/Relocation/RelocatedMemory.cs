using System;
using System.Buffers.Binary;
using System.IO;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Relocation;

/// <summary>The memory as one array of field elements from address 1 on; cells that nothing was written to are holes.</summary>
public sealed class RelocatedMemory
{
    private const int RecordSize = sizeof(ulong) + Felt.ByteCount;

    private readonly Felt[] values;
    private readonly bool[] known;

    private RelocatedMemory(Felt[] values, bool[] known, long[] bases)
    {
        this.values = values;
        this.known = known;
        SegmentBases = bases;
    }

    /// <summary>The first address of each segment.</summary>
    public long[] SegmentBases { get; }

    /// <summary>One more than the highest address.</summary>
    public int Size => values.Length;

    /// <summary>Cells by address, address 0 included; holes are zero.</summary>
    public ReadOnlySpan<Felt> Values => values;

    /// <summary>Which addresses hold something.</summary>
    public ReadOnlySpan<bool> Known => known;

    /// <summary>Lays out the segments of a finished run.</summary>
    /// <exception cref="VmException">The layout has more than 2^31 cells, or a temporary address is left.</exception>
    public static RelocatedMemory Of(VmMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        long[] bases = memory.SegmentBases();
        int size = CheckedSize(memory, bases);
        var values = new Felt[size];
        var known = new bool[size];
        for (int i = 0; i < bases.Length; i++)
        {
            MemorySegment segment = memory.Segment(i);
            for (int offset = 0; offset < segment.Length; offset++)
            {
                ref readonly MaybeRelocatable cell = ref segment.Cells[offset];
                if (!cell.IsEmpty)
                {
                    values[bases[i] + offset] = cell.IsFelt ? cell.Felt : (Felt)(ulong)AddressOf(cell.Address, bases);
                    known[bases[i] + offset] = true;
                }
            }
        }

        return new RelocatedMemory(values, known, bases);
    }

    /// <summary>The address that a segment's cell has here.</summary>
    /// <exception cref="VmException">The segment is temporary or does not exist.</exception>
    public long AddressOf(Relocatable address) => AddressOf(address, SegmentBases);

    /// <summary>Writes the memory file: per known cell its address as 8 and its value as 32 bytes, little-endian.</summary>
    public void Write(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Span<byte> record = stackalloc byte[RecordSize];
        for (int address = 0; address < values.Length; address++)
        {
            if (known[address])
            {
                BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)address);
                values[address].WriteLittleEndian(record[sizeof(ulong)..]);
                destination.Write(record);
            }
        }
    }

    private static int CheckedSize(VmMemory memory, long[] bases)
    {
        long size = 1;
        for (int i = 0; i < bases.Length; i++)
        {
            // A segment may be used beyond its final size: then its cells overlap the next segment's, as in the reference.
            size = Math.Max(size, bases[i] + memory.UsedSize(i));
        }

        return size <= int.MaxValue - 64
            ? (int)size
            : throw new VmException(VmErrorKind.MemoryLimit, $"the relocated memory has {size} cells");
    }

    private static long AddressOf(Relocatable address, long[] bases) => (uint)address.Segment < (uint)bases.Length
        ? bases[address.Segment] + address.Offset
        : throw new VmException(VmErrorKind.Relocation, $"{address} has no place in the relocated memory");
}
