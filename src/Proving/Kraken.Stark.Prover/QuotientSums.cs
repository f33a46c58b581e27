using System;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover;

/// <summary>The weighted sums of the columns sampled at one point, on the first slots of the domain: what the division reads.</summary>
/// <param name="terms">The samples.</param>
/// <param name="logRows">log2 of the slots.</param>
/// <param name="sums">Four coordinate columns per size of columns, each on slots of its own size.</param>
internal sealed class QuotientSums(QuotientTerms terms, int logRows, ColumnBlock[] sums) : IDisposable
{
    /// <summary>The samples.</summary>
    public QuotientTerms Terms => terms;

    /// <summary>log2 of the slots that are divided, to which the sums are lifted.</summary>
    public int LogRows => logRows;

    /// <summary>The sums by size, ascending.</summary>
    public ColumnBlock[] Sums => sums;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ColumnBlock sum in sums)
        {
            sum.Dispose();
        }
    }
}
