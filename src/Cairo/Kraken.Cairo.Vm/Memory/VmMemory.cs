using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Memory;

/// <summary>
/// The segmented, write-once memory. Real segments are numbered from 0, temporary ones from -1 downwards; the latter are bound to real
/// addresses by relocation rules before the run ends. Members throw <see cref="VmException"/> when the program breaks a rule.
/// </summary>
public sealed partial class VmMemory
{
    // What a segment weighs before it has cells, counted in cells.
    private const long SegmentCells = 2;

    private readonly List<MemorySegment> segments = [];
    private readonly List<MemorySegment> temporary = [];
    private readonly Dictionary<int, Relocatable> rules = [];
    private readonly List<(MaybeRelocatable[] Cells, int Length)> outgrown = [];
    private readonly IRunLimits? limits;
    private long accounted;

    /// <summary>An empty memory.</summary>
    /// <param name="segmentLimit">Cells that one segment may have; writing beyond is an error of the program.</param>
    /// <param name="limits">Is told of all cells that the memory takes and gives back; null where nobody counts them.</param>
    public VmMemory(int segmentLimit = 1 << 28, IRunLimits? limits = null)
    {
        SegmentLimit = segmentLimit;
        this.limits = limits;
    }

    /// <summary>The number of real segments.</summary>
    public int SegmentCount => segments.Count;

    /// <summary>The number of temporary segments.</summary>
    public int TemporarySegmentCount => temporary.Count;

    internal int SegmentLimit { get; }

    internal IRunLimits? Limits => limits;

    /// <summary>Adds a segment and returns its start.</summary>
    public Relocatable AddSegment()
    {
        Account(SegmentCells);
        segments.Add(new MemorySegment());
        return new Relocatable(segments.Count - 1, 0);
    }

    /// <summary>Adds a segment whose cells other memories have too; nothing may be written there.</summary>
    internal Relocatable AddShared(MaybeRelocatable[] cells)
    {
        segments.Add(new MemorySegment(cells));
        return new Relocatable(segments.Count - 1, 0);
    }

    /// <summary>Gives the cells back for other runs. The memory must not be used afterwards.</summary>
    public void Release()
    {
        ReleaseOutgrown();
        segments.ForEach(segment => segment.Release());
        temporary.ForEach(segment => segment.Release());
        segments.Clear();
        temporary.Clear();
        limits?.Free(accounted);
        accounted = 0;
    }

    /// <summary>Adds a temporary segment and returns its start.</summary>
    public Relocatable AddTemporarySegment()
    {
        Account(SegmentCells);
        temporary.Add(new MemorySegment());
        return new Relocatable(-temporary.Count, 0);
    }

    /// <summary>The used size of a real segment: its highest written cell plus one.</summary>
    public int UsedSize(int segment) => segments[segment].Length;

    /// <summary>The size that relocation gives a real segment: the final size where one was set, else the used size.</summary>
    public int SizeOf(int segment) => segments[segment].FinalSize ?? segments[segment].Length;

    /// <summary>Sets the size that relocation gives a segment.</summary>
    public void FinalizeSegment(int segment, int size) => segments[segment].FinalSize = size;

    /// <summary>The content of a cell, after relocation rules; empty when nothing was written there.</summary>
    public MaybeRelocatable Get(Relocatable address)
    {
        MemorySegment? segment = Find(address.Segment);
        return segment is null ? default : Resolve(segment.Read(address.Offset));
    }

    /// <summary>The field element at an address.</summary>
    /// <exception cref="VmException">The cell is empty or holds an address.</exception>
    public Felt GetFelt(Relocatable address)
    {
        MaybeRelocatable cell = Get(address);
        return cell.IsFelt ? cell.Felt : throw Missing(cell, address, VmErrorKind.ExpectedInteger);
    }

    /// <summary>The canonical integer at an address.</summary>
    /// <exception cref="VmException">The cell is empty or holds an address.</exception>
    public BigInteger GetInteger(Relocatable address) => GetFelt(address).ToBigInteger();

    /// <summary>The address held at an address.</summary>
    /// <exception cref="VmException">The cell is empty or holds a field element.</exception>
    public Relocatable GetAddress(Relocatable address)
    {
        MaybeRelocatable cell = Get(address);
        return cell.IsAddress ? cell.Address : throw Missing(cell, address, VmErrorKind.ExpectedRelocatable);
    }

    /// <summary>Copies field elements from consecutive cells.</summary>
    /// <exception cref="VmException">A cell is empty or holds an address.</exception>
    public Felt[] GetFelts(Relocatable start, int count)
    {
        // Programs state any count: no room is taken for cells that are not there, the first of which is named.
        bool isThere = count <= 0 || !Get(start + (count - 1L)).IsEmpty;
        Felt[] felts = new Felt[isThere ? count : 0];
        for (int i = 0; i < count; i++)
        {
            Felt value = GetFelt(start + i);
            if (isThere)
            {
                felts[i] = value;
            }
        }

        return felts;
    }

    /// <summary>Writes a cell. Writing the content that it has already is allowed.</summary>
    /// <exception cref="VmException">The cell holds something else, the segment does not exist, or its builtin
    /// refuses the value.</exception>
    public void Insert(Relocatable address, in MaybeRelocatable content)
    {
        MemorySegment segment = Find(address.Segment)
            ?? throw new VmException(VmErrorKind.UnallocatedSegment, $"there is no segment {address.Segment}");
        segment.Reserve(address.Offset, this);
        ref MaybeRelocatable cell = ref segment.Cells[address.Offset];
        if (cell.IsEmpty)
        {
            cell.Set(content);
            segment.Length = Math.Max(segment.Length, (int)address.Offset + 1);
            segment.Builtin?.Validate(this, address.Offset);
        }
        else if (!cell.Same(content))
        {
            throw new VmException(
                VmErrorKind.InconsistentMemory,
                $"Inconsistent memory assignment at address {address}. {cell} != {content}");
        }
    }

    /// <summary>Writes a cell and marks it as accessed.</summary>
    public void InsertAccessed(Relocatable address, in MaybeRelocatable content)
    {
        Insert(address, content);
        MarkAccessed(address);
    }

    /// <summary>Writes consecutive cells and returns the address behind them.</summary>
    public Relocatable Load(Relocatable start, ReadOnlySpan<MaybeRelocatable> contents)
    {
        for (int i = 0; i < contents.Length; i++)
        {
            Insert(start + i, contents[i]);
        }

        return start + contents.Length;
    }

    /// <summary>Writes consecutive cells and returns the address behind them.</summary>
    public Relocatable Load(Relocatable start, ReadOnlySpan<Felt> contents)
    {
        for (int i = 0; i < contents.Length; i++)
        {
            Insert(start + i, contents[i]);
        }

        return start + contents.Length;
    }

    /// <summary>Marks a cell as accessed, so that it is no memory hole; cells beyond the used size are left alone.</summary>
    public void MarkAccessed(Relocatable address) => Find(address.Segment)?.MarkAccessed(address.Offset);

    /// <summary>Marks consecutive cells as accessed.</summary>
    public void MarkAccessed(Relocatable start, int count)
    {
        for (int i = 0; i < count; i++)
        {
            MarkAccessed(start + i);
        }
    }

    /// <summary>Whether one of consecutive cells is marked as accessed.</summary>
    public bool IsAnyAccessed(Relocatable start, int count)
    {
        MemorySegment? segment = Find(start.Segment);
        for (int i = 0; i < count; i++)
        {
            if (segment is not null && segment.Read(start.Offset + i).IsAccessed)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Empties consecutive cells of a real segment that were loaded but that no step has accessed.</summary>
    /// <exception cref="VmException">One of the cells was accessed, or belongs to a builtin; then all stay.</exception>
    public void Unload(Relocatable start, int count)
    {
        MemorySegment segment = segments[start.Segment];
        if (segment.Builtin is not null || IsAnyAccessed(start, count))
        {
            throw new VmException(
                VmErrorKind.InconsistentMemory, $"{count} cells from {start} on cannot be unloaded: not all are free of accesses");
        }

        if (count > 0)
        {
            segment.Clear(start.Offset, count);
        }
    }

    /// <summary>The number of accessed cells of a real segment.</summary>
    public int CountAccessed(int segment) => segments[segment].CountAccessed();

    internal MemorySegment Segment(int index) => segments[index];

    internal MemorySegment? Find(int index) =>
        (uint)index < (uint)segments.Count ? segments[index]
        : index < 0 && ~index < temporary.Count ? temporary[~index]
        : null;

    internal void Attach(int segment, BuiltinRunner builtin) => segments[segment].Builtin = builtin;

    /// <summary>Makes cells of a segment addressable without growing again.</summary>
    internal void Reserve(MemorySegment segment, long offset) => segment.Reserve(offset, this);

    /// <summary>
    /// Tells the limits of cells about to be taken, until <see cref="Release"/>: those of this memory, and what hints keep beside it for as
    /// long as the run lasts.
    /// </summary>
    /// <param name="cells">How many; who keeps other things counts them as cells of some 40 bytes.</param>
    public void Account(long cells)
    {
        if (limits is not null)
        {
            limits.Allocate(cells);
            accounted += cells;
        }
    }

    internal void KeepOutgrown(MaybeRelocatable[] cells, int length)
    {
        if (cells.Length > 0)
        {
            outgrown.Add((cells, length));
        }
    }

    /// <summary>Lets go of arrays that grown segments have left behind. No reference into a cell may be held across this call.</summary>
    internal void ReleaseOutgrown()
    {
        if (outgrown.Count == 0)
        {
            return;
        }

        long cells = 0;
        foreach ((MaybeRelocatable[] old, int length) in outgrown)
        {
            cells += old.Length;
            CellPool.Return(old, length);
        }

        outgrown.Clear();
        if (limits is not null)
        {
            limits.Free(cells);
            accounted -= cells;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MaybeRelocatable Resolve(in MaybeRelocatable content) =>
        content.IsTemporaryAddress && rules.Count != 0 ? Relocate(content) : content;

    private static VmException Missing(in MaybeRelocatable cell, Relocatable address, VmErrorKind kind) => cell.IsEmpty
        ? new VmException(VmErrorKind.UnknownMemoryCell, $"Unknown memory cell at address {address}")
        : new VmException(kind, $"expected {(kind == VmErrorKind.ExpectedInteger ? "an integer" : "an address")} at {address}, got {cell}");
}
