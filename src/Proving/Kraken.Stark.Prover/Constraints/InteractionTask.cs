using System;
using Kraken.Air;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Constraints;

/// <summary>One component whose interaction columns are to be generated from its trace.</summary>
/// <param name="air">The component.</param>
/// <param name="trace">The base columns on the trace domain.</param>
/// <param name="preprocessed">The preprocessed columns on the trace domain, in the order of the recording.</param>
/// <param name="parameters">The claim's values, in the order of the recording.</param>
public sealed class InteractionTask(
    AirRecording air,
    ColumnBlock trace,
    ReadOnlySpan<ColumnReference> preprocessed,
    ReadOnlySpan<M31> parameters)
{
    private readonly ColumnReference[] columns = CompositionTask.Columns(trace, preprocessed);
    private readonly M31[] parameters = parameters.ToArray();

    /// <summary>The component.</summary>
    public AirRecording Air => air;

    /// <summary>log2 of the trace's rows.</summary>
    public int LogSize => trace.LogSize;

    internal ReadOnlySpan<ColumnReference> TraceAndPreprocessed => columns;

    internal ReadOnlySpan<M31> Parameters => parameters;
}
