using System;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Stark.Prover.Constraints;

/// <summary>
/// A component's values on one of the two parts of the slots on which its constraints are evaluated, each as long as its trace. Only the
/// last sum is read at slots of the other part as well, so that its four columns are whole.
/// </summary>
internal sealed class CompositionValues : IDisposable
{
    /// <summary>The columns of the last sum.</summary>
    public const int LastColumns = 4;

    private readonly ColumnBlock trace;
    private readonly ColumnReference[] columns;

    /// <summary>Extends a component to one part.</summary>
    /// <param name="task">The component.</param>
    /// <param name="last">The last sum, see <see cref="LastOf"/>.</param>
    /// <param name="part">The part, 0 or 1.</param>
    /// <param name="logBlowup">log2 of the ratio of the extension and the trace.</param>
    /// <param name="twiddles">The FFT factors.</param>
    /// <param name="pool">Memory.</param>
    public CompositionValues(
        CompositionTask task, ColumnBlock last, int part, int logBlowup, TwiddleTable twiddles, BufferPool pool)
    {
        int domain = task.LogSize + logBlowup;
        Last = last;
        First = (long)part << task.LogSize;
        trace = ColumnTransforms.PartValues(task.Trace, task.Trace.Count, part, domain, twiddles, pool);
        Interaction = ColumnTransforms.PartValues(
            task.Interaction, task.Interaction.Count - LastColumns, part, domain, twiddles, pool);
        columns = CompositionTask.Columns(trace, task.Preprocessed);
        for (int i = trace.Count; i < columns.Length; i++)
        {
            ColumnReference coefficients = columns[i];
            columns[i] = new(new(pool, task.LogSize, 1), 0);
            ColumnTransforms.PartValues(coefficients, columns[i], part, domain, twiddles);
        }
    }

    /// <summary>The first slot of the part.</summary>
    public long First { get; }

    /// <summary>The base columns, then the preprocessed ones.</summary>
    public ReadOnlySpan<ColumnReference> Columns => columns;

    /// <summary>The sums but the last.</summary>
    public ColumnBlock Interaction { get; }

    /// <summary>The last sum on both parts.</summary>
    public ColumnBlock Last { get; }

    /// <summary>The values of the last sum on both parts.</summary>
    public static ColumnBlock LastOf(CompositionTask task, int logBlowup, TwiddleTable twiddles, BufferPool pool)
    {
        ColumnBlock last = new(pool, task.LogSize + 1, LastColumns);
        for (int i = 0; i < LastColumns; i++)
        {
            ColumnReference coefficients = new(task.Interaction, task.Interaction.Count - LastColumns + i);
            ColumnTransforms.Values(coefficients, new(last, i), task.LogSize + logBlowup, twiddles);
        }

        return last;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        trace.Dispose();
        Interaction.Dispose();
        foreach (ColumnReference column in columns.AsSpan(trace.Count))
        {
            column.Block.Dispose();
        }
    }
}
