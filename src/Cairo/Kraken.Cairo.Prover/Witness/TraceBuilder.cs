using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Air;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Witness;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Builds component traces: lays out the inputs with their padding, runs the deductions, passes the feeds on.</summary>
/// <param name="memory">The memory that hints read.</param>
/// <param name="receivers">The receivers by relation name.</param>
/// <param name="pool">Memory for the columns.</param>
internal sealed class TraceBuilder(ProverMemory memory, IReadOnlyDictionary<string, RelationReceiver> receivers, BufferPool pool)
{
    /// <summary>Threads that deduce.</summary>
    public static int Workers => Environment.ProcessorCount;

    /// <summary>log2 of the smallest trace that holds a number of rows.</summary>
    public static int LogSize(long rows) =>
        Math.Max(ClaimRules.MinLogSize, BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, rows))));

    /// <summary>A component whose active rows come first and whose padding feeds nobody.</summary>
    /// <param name="rows">The number of active rows, at least 1.</param>
    /// <param name="fillInput">Writes an input column, padding included.</param>
    public ComponentTrace Enabled(CairoComponent component, long rows, FillColumn fillInput)
    {
        ColumnBlock trace = new(pool, LogSize(rows), component.Air.Columns.Length);
        FillInputs(component.Air, trace, fillInput);
        Span<uint> enabler = trace.Rows(0);
        enabler[..(int)rows].Fill(1);
        enabler[(int)rows..].Clear();
        return Deduce(component, trace, rows, []);
    }

    /// <summary>
    /// A component of different inputs with multiplicities, whose padding repeats the first input and feeds like any row.
    /// </summary>
    public ComponentTrace Counted(CairoComponent component, uint[][] inputs, uint[] counts)
    {
        ColumnBlock trace = new(pool, LogSize(counts.Length), component.Air.Columns.Length);
        FillInputs(component.Air, trace, (input, column) =>
        {
            inputs[input].CopyTo(column);
            column[counts.Length..].Fill(inputs[input][0]);
        });
        Span<uint> multiplicity = trace.Rows(0);
        counts.CopyTo(multiplicity);
        multiplicity[counts.Length..].Clear();
        return Deduce(component, trace, 1L << trace.LogSize, []);
    }

    /// <summary>A component without inputs, all of whose rows are real.</summary>
    public ComponentTrace Whole(CairoComponent component, int logSize, ReadOnlySpan<M31> parameters) =>
        Deduce(component, new(pool, logSize, component.Air.Columns.Length), 1L << logSize, parameters);

    /// <summary>A component whose columns, but multiplicities, are already in the trace.</summary>
    public ComponentTrace Filled(CairoComponent component, ColumnBlock trace, int part = 0) =>
        Deduce(component, trace, 1L << trace.LogSize, new M31[component.Air.Parameters.Length]) with { Part = part };

    /// <summary>A trace of undefined contents.</summary>
    public ColumnBlock NewTrace(CairoComponent component, int logSize) => new(pool, logSize, component.Air.Columns.Length);

    private static void FillInputs(AirRecording air, ColumnBlock trace, FillColumn fillInput)
    {
        int first = air.FirstInputColumn;
        for (int input = 0; input < air.InputCount; input++)
        {
            fillInput(input, trace.Rows(first + input));
        }
    }

    private ComponentTrace Deduce(CairoComponent component, ColumnBlock trace, long feedingRows, ReadOnlySpan<M31> parameters)
    {
        AirRecording air = component.Air;
        IFeedReceiver[] opened = new IFeedReceiver[air.Feeds.Length];
        for (int i = 0; i < opened.Length; i++)
        {
            string relation = air.Feeds[i].Relation.Name;
            opened[i] = receivers.TryGetValue(relation, out RelationReceiver? receiver)
                ? receiver.Open(feedingRows)
                : throw new ProvingException($"{component.Name} uses {relation}, which no component of this prover yields");
        }

        ComponentSink[] sinks = new ComponentSink[Workers];
        for (int worker = 0; worker < sinks.Length; worker++)
        {
            sinks[worker] = new ComponentSink(opened, worker);
        }

        if (!air.WitnessTape.Instructions.IsEmpty)
        {
            new WitnessTask(air, trace, memory, feedingRows, new ColumnReference[air.Preprocessed.Length], parameters).Run(sinks, pool);
            CheckPlaced(component, sinks);
        }

        return new(component, 0, trace);
    }

    /// <summary>Of what was not taken the first row is told, whichever thread met it.</summary>
    private static void CheckPlaced(CairoComponent component, ComponentSink[] sinks)
    {
        if (sinks.Select(sink => sink.Unplaced).OfType<UnplacedRow>().MinBy(unplaced => (unplaced.Row, unplaced.Feed)) is { } first)
        {
            throw new ProvingException(
                $"{component.Name}, row {first.Row}, use of {component.Air.Feeds[first.Feed].Relation.Name}: "
                + $"expected {first.Expected}, got ({first.Values}); the memory does not hold what the steps use");
        }
    }

    /// <summary>Writes an input column, padding included.</summary>
    /// <param name="input">The input's index.</param>
    /// <param name="column">All rows of the column.</param>
    public delegate void FillColumn(int input, Span<uint> column);
}
