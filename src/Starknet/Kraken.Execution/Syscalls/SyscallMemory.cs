using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// The VM's memory as system calls use it. Remembers the segments that the protocol wrote, which count as accessed by the program.
/// </summary>
internal sealed class SyscallMemory(VmMemory memory, PassedFelts passed)
{
    private readonly List<(Relocatable Start, int Length)> readOnly = [];

    internal Felt ReadFelt(Relocatable address) => memory.GetFelt(address);

    internal Relocatable ReadPointer(Relocatable address) => memory.GetAddress(address);

    internal Felt[] ReadRange(Relocatable start, Relocatable end)
    {
        long length = end.Offset - start.Offset;
        if (start.Segment != end.Segment || length < 0 || length > memory.UsedSize(start.Segment))
        {
            throw CallFrame.Fault($"Invalid syscall input: array from {start} to {end}.");
        }

        return passed.TryAdd(length) ? memory.GetFelts(start, (int)length) : throw CallFrame.Fault(PassedFelts.Excess);
    }

    internal void Write(Relocatable address, in MaybeRelocatable value) => memory.Insert(address, value);

    /// <summary>A new segment with <paramref name="values"/>; returns its start.</summary>
    internal Relocatable Allocate(ReadOnlySpan<Felt> values)
    {
        Relocatable start = memory.AddSegment();
        memory.Load(start, values);
        return start;
    }

    internal Relocatable AllocateReadOnly(ReadOnlySpan<Felt> values)
    {
        Relocatable start = Allocate(values);
        readOnly.Add((start, values.Length));
        return start;
    }

    internal Relocatable AllocateReadOnly(ReadOnlySpan<MaybeRelocatable> values)
    {
        Relocatable start = memory.AddSegment();
        memory.Load(start, values);
        readOnly.Add((start, values.Length));
        return start;
    }

    /// <summary>Whether nothing was written behind what the protocol wrote.</summary>
    internal bool AreReadOnlyIntact() => readOnly.TrueForAll(part => memory.UsedSize(part.Start.Segment) == part.Length);

    /// <summary>The OS reads these segments, so their cells are no memory holes.</summary>
    internal void MarkReadOnlyAccessed()
    {
        foreach ((Relocatable start, int length) in readOnly)
        {
            memory.MarkAccessed(start, length);
        }
    }
}
