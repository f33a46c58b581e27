using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>The memory pages and attributes of one program's output. A bootloader keeps those of its tasks apart from its own.</summary>
/// <param name="start">The first cell of that output; pages count their cells from it.</param>
public sealed class OutputPages(Relocatable start)
{
    /// <summary>The first cell of the output.</summary>
    public Relocatable Start => start;

    /// <summary>Pages other than the first: id, then first cell and number of cells.</summary>
    public SortedDictionary<int, (int Start, int Size)> ById { get; } = [];

    /// <summary>Attributes by name, such as the topology of a tree of facts.</summary>
    public SortedDictionary<string, IReadOnlyList<int>> Attributes { get; } = new(System.StringComparer.Ordinal);

    /// <summary>Adds a page.</summary>
    /// <param name="id">Its number, which no other page has; 0 is the main page.</param>
    /// <param name="first">Its first cell, of the output.</param>
    /// <param name="size">Its cells.</param>
    /// <exception cref="VmException">The page has a number that another has, or is not of this output.</exception>
    public void Add(int id, Relocatable first, int size)
    {
        long offset = first.Offset - start.Offset;
        if (first.Segment != start.Segment || offset is < 0 or > int.MaxValue || size < 0)
        {
            throw new VmException(VmErrorKind.InvalidRun, $"page {id} of {size} cells from {first} on is not of the output at {start}");
        }

        if (id <= 0 || !ById.TryAdd(id, ((int)offset, size)))
        {
            throw new VmException(VmErrorKind.InvalidRun, $"{id} is no number of a page, or another page has it");
        }
    }
}
