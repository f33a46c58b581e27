using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>The public output, with the memory pages and attributes that a bootloader assigns.</summary>
public sealed class OutputBuiltin : BuiltinRunner
{
    private OutputPages? current;

    internal OutputBuiltin()
        : base(BuiltinName.Output, 1, 1)
    {
    }

    /// <summary>The pages and attributes that the code at work may add to: of the whole output, or of a task's.</summary>
    public OutputPages Current => current ??= new(Base);

    /// <summary>Pages other than the first: id, then first cell and number of cells.</summary>
    public SortedDictionary<int, (int Start, int Size)> Pages => Current.ById;

    /// <summary>Gives the code that follows pages of its own.</summary>
    /// <param name="start">The first cell of its output.</param>
    /// <returns>Those that stood there, for <see cref="Restore"/>.</returns>
    public OutputPages Begin(Relocatable start)
    {
        OutputPages before = Current;
        current = new(start);
        return before;
    }

    /// <summary>Brings back the pages that <see cref="Begin"/> set aside.</summary>
    public void Restore(OutputPages pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        current = pages;
    }

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
            Array.Fill(pages, id, start, size);
        }

        return pages;
    }
}
