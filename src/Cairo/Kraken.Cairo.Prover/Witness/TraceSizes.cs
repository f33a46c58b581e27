using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Prover.Input;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>
/// The sizes of the components of a run, found without generating anything: how many rows a component has follows from its callers' rows,
/// and where equal inputs are joined their number is counted in steps and segments.
/// </summary>
internal sealed class TraceSizes
{
    private readonly ProverInput input;
    private readonly RunComponents run;
    private readonly int maxLogSize;
    private readonly int? bigComponents;
    private readonly Dictionary<string, long> rowsOfRelation = new(StringComparer.Ordinal);

    // Different inputs that builtins hand to a component which joins equal ones.
    private readonly Dictionary<string, long> differentOfRelation = new(StringComparer.Ordinal);

    private TraceSizes(ProverInput input, int maxLogSize, int? bigComponents)
    {
        this.input = input;
        this.maxLogSize = maxLogSize;
        this.bigComponents = bigComponents;
        run = new(input, maxLogSize);
    }

    /// <summary>The components in the order of generation, those of several parts once for each, with log2 of their rows.</summary>
    /// <param name="input">The run.</param>
    /// <param name="maxLogSize">log2 of the largest row counter of the preprocessed trace.</param>
    /// <param name="bigComponents">The number of parts of memory_id_to_big; null for as many as the run needs.</param>
    /// <exception cref="ProvingException">A builtin's segment does not lie in the memory.</exception>
    public static IReadOnlyList<(CairoComponent Component, int LogSize)> Of(ProverInput input, int maxLogSize, int? bigComponents)
    {
        TraceSizes sizes = new(input, maxLogSize, bigComponents);
        return [.. sizes.run.InOrder().SelectMany(component => sizes.SizesOf(component).Select(log => (component, log)))];
    }

    private IEnumerable<int> SizesOf(CairoComponent component)
    {
        int cells = input.Memory.AddressCount - 1;
        return component.Name switch
        {
            _ when component.FixedLogSize is { } log => [log],
            "memory_address_to_id" => [TraceBuilder.LogSize(ComponentParameters.AddressRows(cells))],
            "memory_id_to_small" => [TraceBuilder.LogSize(input.Memory.SmallCount)],
            "memory_id_to_big" => BigParts(),
            _ => Rows(component) is var rows and > 0 ? [Fed(component, rows)] : [],
        };
    }

    private IEnumerable<int> BigParts()
    {
        int largest = 1 << maxLogSize;
        int needed = (input.Memory.BigCount + largest - 1) / largest;
        return Enumerable.Range(0, bigComponents ?? needed)
            .Select(part => TraceBuilder.LogSize(Math.Clamp(input.Memory.BigCount - ((long)part * largest), 0, largest)));
    }

    private long Rows(CairoComponent component)
    {
        if (run.Steps(component) is int steps and > 0)
        {
            return steps;
        }

        if (run.Segment(component) is { } segment)
        {
            return run.Instances(component, segment);
        }

        return component.Padding == RowPadding.Multiplicity
            ? differentOfRelation.GetValueOrDefault(component.Name)
            : rowsOfRelation.GetValueOrDefault(component.Name);
    }

    /// <summary>Notes what a component of so many rows hands on; returns log2 of its rows with the padding.</summary>
    private int Fed(CairoComponent component, long rows)
    {
        int log = TraceBuilder.LogSize(rows);
        long feeding = component.Padding == RowPadding.Enabler ? rows : 1L << log;
        Lazy<long> different = new(() => Different(component, rows));
        foreach (Feed feed in component.Air.Feeds)
        {
            string relation = feed.Relation.Name;
            rowsOfRelation[relation] = rowsOfRelation.GetValueOrDefault(relation) + feeding;
            if (Joins(relation))
            {
                differentOfRelation[relation] = differentOfRelation.GetValueOrDefault(relation) + different.Value;
            }
        }

        return log;
    }

    private static bool Joins(string relation) => CairoComponents.All.Any(
        component => component.Name == relation && component.Padding == RowPadding.Multiplicity && component.FixedLogSize is null);

    /// <summary>
    /// The different inputs that a component hands to one that joins them: instructions by their address, a builtin's instances by the
    /// values of their cells. Those of several opcodes are taken for different, which they are: an address has one opcode.
    /// </summary>
    private long Different(CairoComponent component, long rows)
    {
        if (run.Steps(component) > 0)
        {
            return input.StatesByOpcode[component.Name].Pc.Distinct().LongCount();
        }

        if (run.Segment(component) is not { } segment)
        {
            return rows;
        }

        int cells = RunComponents.Cells(component);
        return Enumerable.Range(0, (int)rows)
            .Select(instance => IdsAt(segment.Begin + (uint)(instance * cells), cells))
            .Distinct()
            .LongCount();
    }

    private string IdsAt(uint address, int cells) =>
        string.Join(' ', Enumerable.Range(0, cells).Select(i => input.Memory.IdOf(address + (uint)i)));
}
