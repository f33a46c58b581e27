using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Stark.Prover.Memory;
using Xunit;

namespace Kraken.Cairo.Prover.Tests.Constraints;

/// <summary>The base trace of a run; those of the shared runs are the reference prover's (WitnessColumnTests).</summary>
internal sealed class GenuineTrace : IDisposable
{
    private readonly BufferPool pool = new();
    private readonly IReadOnlyList<FixedColumn> fixedColumns;

    internal GenuineTrace(ProverInput input, PreprocessedVariant variant = PreprocessedVariant.CanonicalSmall)
    {
        int rows = PreprocessedLayout.Of(variant).MaxLogSize;
        Traces = WitnessGenerator.Generate(input, rows, pool);
        Claim = ClaimBuilder.Build(PublicDataBuilder.Build(input), Traces);
        Assert.Null(CairoTraceLayout.Create(Claim, variant, out CairoTraceLayout? layout));
        Components = [.. layout!.Components];
        fixedColumns = PreprocessedTrace.Columns(variant);
    }

    internal CairoClaim Claim { get; }

    /// <summary>The traces, in the order of <see cref="Components"/>.</summary>
    internal IReadOnlyList<ComponentTrace> Traces { get; }

    internal IReadOnlyList<PlacedComponent> Components { get; }

    public void Dispose() => pool.Dispose();

    /// <summary>The index of a component among the placed ones.</summary>
    internal int IndexOf(string name) => Components.ToList().FindIndex(placed => placed.Air.Name == name);

    internal TraceRow Row(int component, int row) => TraceRow.Of(Claim, Components[component], Traces[component], fixedColumns, row);

    /// <summary>Rows that the component counts: up to a number of them, spread over the trace, the first one among them.</summary>
    internal int[] ActiveRows(int component, int count)
    {
        ComponentTrace trace = Traces[component];
        int rows = 1 << trace.LogSize;
        int active = rows;
        if (trace.Component.Padding is Kraken.Air.RowPadding.Enabler or Kraken.Air.RowPadding.Multiplicity)
        {
            active = trace.Trace.Rows(0).IndexOf(0u) is int end and >= 0 ? end : rows;
        }

        return active <= count
            ? [.. Enumerable.Range(0, active)]
            : [.. Enumerable.Range(0, count).Select(i => (int)((long)i * active / count))];
    }
}
