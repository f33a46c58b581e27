using System.Collections.Generic;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>The public output, with the memory pages and attributes that a bootloader assigns.</summary>
public sealed class OutputBuiltin : BuiltinRunner
{
    internal OutputBuiltin()
        : base(BuiltinName.Output, 1, 1)
    {
    }

    /// <summary>Pages other than the first: id, then first cell and number of cells.</summary>
    public SortedDictionary<int, (int Start, int Size)> Pages { get; } = [];

    /// <summary>The output's cells; a gap is an empty cell.</summary>
    public IReadOnlyList<MaybeRelocatable> Cells(VmMemory memory)
    {
        var cells = new MaybeRelocatable[UsedCells(memory)];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = memory.Get(Base + i);
        }

        return cells;
    }

    /// <summary>The page of each output cell; 0 is the main page.</summary>
    public int[] PageOfCells(VmMemory memory)
    {
        int[] pages = new int[UsedCells(memory)];
        foreach ((int id, (int start, int size)) in Pages)
        {
            System.Array.Fill(pages, id, start, size);
        }

        return pages;
    }
}
