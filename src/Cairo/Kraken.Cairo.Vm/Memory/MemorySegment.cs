using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;

namespace Kraken.Cairo.Vm.Memory;

/// <summary>One growing segment of write-once cells. Array cells from <see cref="Length"/> on are always empty.</summary>
internal sealed class MemorySegment
{
    // A program may make millions of segments that it never writes to: those have no array at all.
    private const int InitialCapacity = 4;

    // Small arrays become garbage with each step of growth, so that few steps are better than tight arrays; in large ones it is the slack
    // that hurts.
    private const int SmallCapacity = 4096;
    private const long SmallGrowthFactor = 4;
    private const long LargeGrowthFactor = 2;

    private bool isShared;

    public MemorySegment() => Cells = [];

    /// <summary>A full segment over cells that other memories have too: nothing can be written, and growing copies.</summary>
    public MemorySegment(MaybeRelocatable[] shared)
    {
        Cells = shared;
        Length = shared.Length;
        isShared = true;
    }

    public MaybeRelocatable[] Cells { get; private set; }

    /// <summary>The used size: the highest written cell plus one.</summary>
    public int Length { get; set; }

    /// <summary>The builtin that checks and fills the cells of this segment; null for plain memory.</summary>
    public BuiltinRunner? Builtin { get; set; }

    /// <summary>Known size after finalisation; relocation uses it instead of the used size.</summary>
    public int? FinalSize { get; set; }

    /// <summary>A copy of a cell; empty beyond the used size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MaybeRelocatable Read(long offset) => (ulong)offset < (ulong)Cells.Length ? Cells[offset] : default;

    /// <summary>Makes the cells below <paramref name="offset"/> + 1 addressable.</summary>
    public void Reserve(long offset, VmMemory memory)
    {
        if ((ulong)offset >= (ulong)Cells.Length)
        {
            Grow(offset, memory);
        }
    }

    public void MarkAccessed(long offset)
    {
        if ((ulong)offset < (ulong)Length)
        {
            Cells[offset].MarkAccessed();
        }
    }

    /// <summary>Empties cells; those beyond the used size are empty already.</summary>
    public void Clear(long offset, int count)
    {
        if (isShared)
        {
            Cells = [.. Cells];
            isShared = false;
        }

        long end = Math.Min(offset + count, Length);
        if (offset < end)
        {
            Array.Clear(Cells, (int)offset, (int)(end - offset));
        }
    }

    /// <summary>Cells marked as accessed.</summary>
    public int CountAccessed()
    {
        int count = 0;
        foreach (ref readonly MaybeRelocatable cell in Cells.AsSpan(0, Length))
        {
            count += cell.IsAccessed ? 1 : 0;
        }

        return count;
    }

    /// <summary>Gives the cells back for other runs; the segment must not be used afterwards.</summary>
    public void Release()
    {
        if (!isShared)
        {
            CellPool.Return(Cells, Length);
        }

        Cells = [];
    }

    private void Grow(long offset, VmMemory memory)
    {
        if (offset < 0 || offset >= memory.SegmentLimit)
        {
            throw new VmException(
                VmErrorKind.MemoryLimit, $"cell {offset} is beyond the limit of {memory.SegmentLimit} cells in a segment");
        }

        long factor = Cells.Length < SmallCapacity ? SmallGrowthFactor : LargeGrowthFactor;
        long capacity = Math.Min(memory.SegmentLimit, Math.Max(Math.Max(InitialCapacity, offset + 1), Cells.Length * factor));
        if (capacity is >= CellPool.MinLength and <= CellPool.MaxLength)
        {
            capacity = Math.Min(memory.SegmentLimit, (long)BitOperations.RoundUpToPowerOf2((ulong)capacity));
        }

        memory.Account(capacity);
        MaybeRelocatable[] grown = CellPool.Rent((int)capacity);
        Cells.AsSpan(0, Length).CopyTo(grown);
        if (!isShared)
        {
            // A step may still hold references into the old cells, so that they stay as they are for a while.
            memory.KeepOutgrown(Cells, Length);
        }

        Cells = grown;
        isShared = false;
    }
}
