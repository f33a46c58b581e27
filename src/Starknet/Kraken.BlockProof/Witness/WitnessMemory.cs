using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.BlockProof.Witness;

/// <summary>Places what hints bring into a run.</summary>
public static class WitnessMemory
{
    /// <summary>A new segment with these cells.</summary>
    public static Relocatable Place(this VmMemory memory, params ReadOnlySpan<MaybeRelocatable> cells)
    {
        Relocatable start = memory.AddSegment();
        memory.Load(start, cells);
        return start;
    }

    /// <summary>A new segment with these cells.</summary>
    public static Relocatable Place(this VmMemory memory, IEnumerable<MaybeRelocatable> cells) => memory.Place(cells.ToArray());

    /// <summary>A new segment with these elements.</summary>
    public static Relocatable Place(this VmMemory memory, IEnumerable<Felt> elements)
    {
        Relocatable start = memory.AddSegment();
        memory.Load(start, elements.ToArray());
        return start;
    }
}
