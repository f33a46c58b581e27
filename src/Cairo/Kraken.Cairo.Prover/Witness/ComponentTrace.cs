using System;
using Kraken.Cairo.Air.Components;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>The base trace of one component.</summary>
/// <param name="Part">The part of the big-value memory, 0 for all others.</param>
/// <param name="Trace">The columns.</param>
public sealed record ComponentTrace(CairoComponent Component, int Part, ColumnBlock Trace) : IDisposable
{
    /// <summary>log2 of the rows.</summary>
    public int LogSize => Trace.LogSize;

    /// <inheritdoc/>
    public void Dispose() => Trace.Dispose();
}
