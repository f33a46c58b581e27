using System.Collections.Generic;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>The pages that a bootloader makes of those of its tasks.</summary>
internal static class TaskPages
{
    // The size and the program hash of each task stand before its output, on the main page.
    private const int WordsBeforeOutput = 2;

    /// <summary>Adds the pages of the outputs of tasks that follow one another.</summary>
    /// <param name="pages">The bootloader's pages.</param>
    /// <param name="start">Where the words before the first output stand.</param>
    /// <param name="topologies">The tasks' topologies.</param>
    public static void Add(OutputPages pages, Relocatable start, IEnumerable<FactTopology> topologies)
    {
        int id = 1;
        foreach (FactTopology topology in topologies)
        {
            start += WordsBeforeOutput;
            (id, start) = AddPages(pages, id, start, topology.PageSizes);
        }
    }

    /// <summary>Adds pages that follow one another.</summary>
    /// <param name="pages">The bootloader's pages.</param>
    /// <param name="id">The number of the first.</param>
    /// <param name="start">Its first cell.</param>
    /// <param name="sizes">The cells of each.</param>
    /// <returns>The number and the cell after the last.</returns>
    public static (int Id, Relocatable Next) AddPages(OutputPages pages, int id, Relocatable start, IEnumerable<int> sizes)
    {
        foreach (int size in sizes)
        {
            pages.Add(id++, start, size);
            start += size;
        }

        return (id, start);
    }
}
