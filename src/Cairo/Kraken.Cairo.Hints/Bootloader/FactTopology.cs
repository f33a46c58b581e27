using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Errors;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>How the output of a task is cut into pages and hashed to a fact.</summary>
/// <param name="TreeStructure">Pairs of a number of pages and a number of nodes, by which a tree is built over the pages.</param>
/// <param name="PageSizes">Cells of each page.</param>
public sealed record FactTopology(IReadOnlyList<int> TreeStructure, IReadOnlyList<int> PageSizes)
{
    /// <summary>The attribute of an output that holds the tree structure.</summary>
    public const string AttributeName = "gps_fact_topology";

    private const int MaxTreeWords = 10;
    private const int MaxTreeWord = 1 << 30;

    /// <summary>Finds the topology of an output.</summary>
    /// <param name="outputSize">Its cells.</param>
    /// <param name="pages">Its pages but the first: id, then first cell and number of cells.</param>
    /// <exception cref="HintException">The pages do not follow one another up to its end, or there is no tree over them.</exception>
    public static FactTopology Of(
        int outputSize, IReadOnlyDictionary<int, (int Start, int Size)> pages, IReadOnlyDictionary<string, IReadOnlyList<int>> attributes)
    {
        if (attributes.TryGetValue(AttributeName, out IReadOnlyList<int>? tree))
        {
            if (tree.Count % 2 != 0 || tree.Count > MaxTreeWords || tree.Any(word => word is < 0 or > MaxTreeWord))
            {
                throw Refuse($"{AttributeName} is no list of up to {MaxTreeWords / 2} pairs: {string.Join(", ", tree.Take(MaxTreeWords))}");
            }
        }
        else if (pages.Count != 0)
        {
            throw Refuse($"an output of {pages.Count} pages beside the first has no attribute {AttributeName}");
        }

        return new(tree ?? [1, 0], SizesOf(outputSize, pages));
    }

    private static List<int> SizesOf(int outputSize, IReadOnlyDictionary<int, (int Start, int Size)> pages)
    {
        List<int> sizes = [outputSize];
        int next = 0;
        foreach ((int id, (int start, int size)) in pages.OrderBy(page => page.Key))
        {
            if (id != sizes.Count || (id > 1 && start != next) || start > outputSize)
            {
                throw Refuse($"page {id} of {size} cells from {start} on does not follow page {sizes.Count - 1}, which ends at {next}");
            }

            if (id == 1)
            {
                sizes[0] = start;
            }

            sizes.Add(size);
            next = start + size;
        }

        return pages.Count == 0 || next == outputSize
            ? sizes
            : throw Refuse($"the pages end at {next}, the output at {outputSize}");
    }

    private static HintException Refuse(string message) => new("FactTopology", message);
}
