using System;
using System.Collections.Generic;
using Kraken.Air;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Constraints;

/// <summary>
/// One component whose constraints are to be evaluated on the first slots of its extension, twice as many as its trace has rows.
/// </summary>
public sealed class CompositionTask
{
    private readonly ColumnBlock trace;
    private readonly ColumnReference[] preprocessed;
    private readonly M31[] parameters;

    /// <summary>Describes a component.</summary>
    /// <param name="air">The component.</param>
    /// <param name="logSize">log2 of the trace's rows, at least 4.</param>
    /// <param name="trace">The coefficients of the base columns.</param>
    /// <param name="interaction">The coefficients of the interaction columns.</param>
    /// <param name="preprocessed">The coefficients of the preprocessed columns, in the order of the recording.</param>
    /// <param name="parameters">The claim's values, in the order of the recording.</param>
    /// <param name="claimedSum">The component's logup sum.</param>
    public CompositionTask(
        AirRecording air,
        int logSize,
        ColumnBlock trace,
        ColumnBlock interaction,
        ReadOnlySpan<ColumnReference> preprocessed,
        ReadOnlySpan<M31> parameters,
        QM31 claimedSum)
    {
        Air = air;
        LogSize = logSize;
        Interaction = interaction;
        ClaimedSum = claimedSum;
        this.parameters = parameters.ToArray();
        this.trace = trace;
        this.preprocessed = preprocessed.ToArray();
    }

    /// <summary>The component.</summary>
    public AirRecording Air { get; }

    /// <summary>log2 of the trace's rows.</summary>
    public int LogSize { get; }

    /// <summary>The component's logup sum.</summary>
    public QM31 ClaimedSum { get; }

    internal ColumnBlock Interaction { get; }

    internal ColumnBlock Trace => trace;

    internal ReadOnlySpan<ColumnReference> Preprocessed => preprocessed;

    internal ReadOnlySpan<M31> Parameters => parameters;

    internal static ColumnReference[] Columns(ColumnBlock trace, ReadOnlySpan<ColumnReference> preprocessed)
    {
        List<ColumnReference> columns = [];
        for (int i = 0; i < trace.Count; i++)
        {
            columns.Add(new(trace, i));
        }

        columns.AddRange(preprocessed);
        return [.. columns];
    }
}
