using System;
using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Scalar;

/// <summary>The running total of a column row by row in coset order: for short columns, and as the kernel's oracle.</summary>
internal static class ScalarPrefixSum
{
    /// <summary>Replaces every row by the total of the rows up to it, each less the mean.</summary>
    /// <param name="column">2^logSize canonical words in storage order.</param>
    /// <param name="logSize">log2 of the number of rows.</param>
    /// <param name="mean">What is taken off each row.</param>
    public static void Accumulate(Span<uint> column, int logSize, M31 mean)
    {
        M31 running = M31.Zero;
        for (uint k = 0; k < 1u << logSize; k++)
        {
            int slot = (int)CosetOrder.ToSlot(k, logSize);
            running = running + M31.FromCanonical(column[slot]) - mean;
            column[slot] = running.Value;
        }
    }
}
