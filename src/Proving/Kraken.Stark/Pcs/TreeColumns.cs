using System;
using System.Linq;

namespace Kraken.Stark.Pcs;

/// <summary>The columns of one commitment.</summary>
public sealed class TreeColumns
{
    /// <summary>Describes columns.</summary>
    /// <param name="logSizes">log2 of each column's number of coefficients, in commit order.</param>
    /// <param name="sampleCounts">How often each column is sampled: 0, 1 (Z) or 2 (Z - g, Z).</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public TreeColumns(int[] logSizes, byte[] sampleCounts)
    {
        if (logSizes.Length != sampleCounts.Length)
        {
            throw new ArgumentException($"{logSizes.Length} sizes but {sampleCounts.Length} sample counts", nameof(sampleCounts));
        }

        LogSizes = logSizes;
        SampleCounts = sampleCounts;
        SortedOrder = StableOrder(logSizes);
        MaxLogSize = logSizes.Length == 0 ? 0 : logSizes.Max();
    }

    /// <summary>log2 of each column's number of coefficients, in commit order.</summary>
    public int[] LogSizes { get; }

    /// <summary>How often each column is sampled.</summary>
    public byte[] SampleCounts { get; }

    /// <summary>The largest of the sizes; 0 without columns.</summary>
    public int MaxLogSize { get; }

    /// <summary>The commit index of each column in the order in which leaves hash them: stably ascending by size.</summary>
    public int[] SortedOrder { get; }

    /// <summary>The order in which leaves hash columns of the given sizes: commit indices, stably ascending by size.</summary>
    public static int[] StableOrder(int[] logSizes) => [.. Enumerable.Range(0, logSizes.Length).OrderBy(i => logSizes[i])];
}
