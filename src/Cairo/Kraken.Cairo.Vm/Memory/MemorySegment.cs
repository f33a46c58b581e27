using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;

namespace Kraken.Cairo.Vm.Memory;

/// <summary>One growing segment of write-once cells. Array cells from <see cref="Length"/> on are always empty.</summary>
internal sealed class MemorySegment
{
    private const int InitialCapacity = 16;

    // Small arrays become garbage with each step of growth, so that few steps are better than tight arrays.
    private const long GrowthFactor = 4;

    // Arrays from this length on are worth keeping for the next run.
    private const int PooledCapacity = 512;

    // Arrays in the pool are empty in every cell.
    private static readonly ArrayPool<MaybeRelocatable> Pool = ArrayPool<MaybeRelocatable>.Create(1 << 20, 32);

    private bool isShared;
    private List<(MaybeRelocatable[] Cells, int Length)>? outgrown;

    public MemorySegment() => Cells = new MaybeRelocatable[InitialCapacity];

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

    /// <summary>The builtin whose segment this is.</summary>
    public BuiltinRunner? Builtin { get; set; }

    /// <summary>Known size after finalisation; relocation uses it instead of the used size.</summary>
    public int? FinalSize { get; set; }

    /// <summary>A copy of a cell; empty beyond the used size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MaybeRelocatable Read(long offset) => (ulong)offset < (ulong)Cells.Length ? Cells[offset] : default;

    /// <summary>Makes the cells below <paramref name="offset"/> + 1 addressable.</summary>
    public void Reserve(long offset, int limit)
    {
        if ((ulong)offset >= (ulong)Cells.Length)
        {
            Grow(offset, limit);
        }
    }

    public void MarkAccessed(long offset)
    {
        if ((ulong)offset < (ulong)Length)
        {
            Cells[offset].MarkAccessed();
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
            Return(Cells, Length);
        }

        outgrown?.ForEach(old => Return(old.Cells, old.Length));
        outgrown = null;
        Cells = [];
    }

    private static void Return(MaybeRelocatable[] cells, int length)
    {
        if (cells.Length >= PooledCapacity)
        {
            cells.AsSpan(0, length).Clear();
            Pool.Return(cells);
        }
    }

    private void Grow(long offset, int limit)
    {
        if (offset < 0 || offset >= limit)
        {
            throw new VmException(VmErrorKind.MemoryLimit, $"cell {offset} is beyond the limit of {limit} cells in a segment");
        }

        long capacity = Math.Min(limit, Math.Max(offset + 1, Cells.Length * GrowthFactor));
        MaybeRelocatable[] grown = capacity >= PooledCapacity ? Pool.Rent((int)capacity) : new MaybeRelocatable[capacity];
        Cells.AsSpan(0, Length).CopyTo(grown);
        if (!isShared)
        {
            // A step may still hold references into the old cells, so that they stay as they are until the run ends.
            (outgrown ??= []).Add((Cells, Length));
        }

        Cells = grown;
        isShared = false;
    }
}
