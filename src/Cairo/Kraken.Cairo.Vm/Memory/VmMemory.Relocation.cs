using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;

namespace Kraken.Cairo.Vm.Memory;

/// <content>Relocation rules of temporary segments, and the table of segment bases.</content>
public sealed partial class VmMemory
{
    /// <summary>Binds a temporary segment to an address.</summary>
    /// <exception cref="VmException">The source is not the start of a temporary segment, or is bound already.</exception>
    public void AddRelocationRule(Relocatable source, Relocatable destination)
    {
        if (source.Segment >= 0)
        {
            throw new VmException(VmErrorKind.AddressNotInTemporarySegment, $"segment {source.Segment} is not temporary");
        }

        if (source.Offset != 0)
        {
            throw new VmException(VmErrorKind.NonZeroOffset, $"a relocation rule starts at offset 0, got {source.Offset}");
        }

        if (!rules.TryAdd(source.Segment, destination))
        {
            throw new VmException(VmErrorKind.DuplicatedRelocation, $"segment {source.Segment} is bound already");
        }
    }

    /// <summary>Moves bound temporary segments to their destinations and replaces their addresses everywhere.</summary>
    /// <exception cref="VmException">The rules have a cycle or lead to a segment without one, or cells disagree.</exception>
    public void RelocateTemporarySegments()
    {
        if (rules.Count == 0 || temporary.Count == 0)
        {
            return;
        }

        FlattenRules();
        foreach (MemorySegment segment in segments.Concat(temporary))
        {
            foreach (ref MaybeRelocatable cell in segment.Cells.AsSpan(0, segment.Length))
            {
                if (cell.IsTemporaryAddress)
                {
                    cell.Set(Relocate(cell));
                }
            }
        }

        for (int index = temporary.Count - 1; index >= 0; index--)
        {
            if (rules.TryGetValue(~index, out Relocatable destination))
            {
                MemorySegment moved = temporary[index];
                temporary.RemoveAt(index);
                Move(moved, destination);
            }
        }

        rules.Clear();
    }

    /// <summary>First addresses of the real segments when they are laid out from address 1 on, one after the other.</summary>
    public long[] SegmentBases()
    {
        long[] bases = new long[segments.Count];
        long next = 1;
        for (int i = 0; i < bases.Length; i++)
        {
            bases[i] = next;
            next += SizeOf(i);
        }

        return bases;
    }

    private void Move(MemorySegment moved, Relocatable destination)
    {
        for (int i = 0; i < moved.Length; i++)
        {
            ref readonly MaybeRelocatable cell = ref moved.Cells[i];
            if (!cell.IsEmpty)
            {
                Insert(destination + i, cell);
                if (cell.IsAccessed)
                {
                    MarkAccessed(destination + i);
                }
            }
        }
    }

    // Each rule is followed once: those on the way to an address are known from then on.
    private void FlattenRules()
    {
        Stack<int> way = new();
        foreach (int key in new List<int>(rules.Keys))
        {
            Relocatable destination = rules[key];
            for (way.Push(key); destination.Segment < 0; destination = rules[destination.Segment])
            {
                if (!rules.ContainsKey(destination.Segment))
                {
                    throw new VmException(VmErrorKind.UnmappedTemporarySegment, $"temporary segment {destination.Segment} is not bound");
                }

                if (way.Count > rules.Count)
                {
                    throw new VmException(VmErrorKind.Relocation, "the relocation rules have a cycle");
                }

                way.Push(destination.Segment);
            }

            for (way.Pop(); way.TryPop(out int before);)
            {
                destination = CellArithmetic.Checked(destination, rules[before].Offset);
                rules[before] = destination;
            }
        }
    }

    private MaybeRelocatable Relocate(in MaybeRelocatable content) =>
        rules.TryGetValue(content.Segment, out Relocatable destination) ? CellArithmetic.Checked(destination, content.Offset) : content;
}
