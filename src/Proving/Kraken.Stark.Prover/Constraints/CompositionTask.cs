using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Kraken.Air;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

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

    internal ReadOnlySpan<ColumnReference> TraceAndPreprocessed => Columns(trace, preprocessed);

    internal ReadOnlySpan<M31> Parameters => parameters;

    /// <summary>The same component with its values on the first slots of the extension, in memory of its own.</summary>
    /// <param name="logBlowup">log2 of the ratio of the extension and the trace.</param>
    /// <param name="twiddles">The FFT factors.</param>
    /// <param name="pool">Memory.</param>
    internal CompositionTask Extend(int logBlowup, TwiddleTable twiddles, BufferPool pool)
    {
        int values = LogSize + 1, domain = LogSize + logBlowup;
        ColumnReference[] fixedColumns = Array.ConvertAll(preprocessed, _ => new ColumnReference(new(pool, values, 1), 0));
        Parallel.For(0, fixedColumns.Length, i => ColumnTransforms.Values(preprocessed[i], fixedColumns[i], domain, twiddles));
        return new(
            Air,
            LogSize,
            ColumnTransforms.Values(trace, values, domain, twiddles, pool),
            ColumnTransforms.Values(Interaction, values, domain, twiddles, pool),
            fixedColumns,
            parameters,
            ClaimedSum);
    }

    /// <summary>Gives the memory of values back, which <see cref="Extend"/> took.</summary>
    internal void Free()
    {
        trace.Dispose();
        Interaction.Dispose();
        foreach (ColumnReference column in preprocessed)
        {
            column.Block.Dispose();
        }
    }

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
