using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Generates the base trace of a run: every component after those that feed it, tables last.</summary>
public sealed class WitnessGenerator
{
    private readonly ProverInput input;
    private readonly RunComponents run;
    private readonly int? bigComponents;
    private readonly BufferPool pool;
    private readonly Dictionary<string, RelationReceiver> receivers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TableCounters> tables = new(StringComparer.Ordinal);
    private readonly List<ComponentTrace> traces = [];
    private readonly TraceBuilder builder;
    private readonly MemoryTraces memory;

    private WitnessGenerator(ProverInput input, int maxLogSize, BufferPool pool, int? bigComponents)
    {
        this.bigComponents = bigComponents;
        this.input = input;
        run = new(input, maxLogSize);
        this.pool = pool;
        builder = new(input.Memory, receivers, pool);
        memory = new(input.Memory, receivers, builder, maxLogSize);
    }

    /// <summary>Generates all traces.</summary>
    /// <param name="input">The run.</param>
    /// <param name="maxLogSize">log2 of the largest row counter of the preprocessed trace.</param>
    /// <param name="pool">Memory for the columns.</param>
    /// <param name="bigComponents">The number of parts of memory_id_to_big; null for as many as the run needs.</param>
    /// <returns>The traces of the components that occur, in claim order.</returns>
    /// <exception cref="ProvingException">The run cannot be proved.</exception>
    public static IReadOnlyList<ComponentTrace> Generate(ProverInput input, int maxLogSize, BufferPool pool, int? bigComponents = null)
    {
        WitnessGenerator generator = new(input, maxLogSize, pool, bigComponents);
        generator.Run();
        return [.. generator.traces.OrderBy(trace => trace.Component.Order).ThenBy(trace => trace.Part)];
    }

    private void Run()
    {
        CairoComponent[] present = run.InOrder();
        foreach (CairoComponent component in present)
        {
            Register(component);
        }

        memory.CountPublic(input.PublicAddresses);
        foreach (CairoComponent component in present)
        {
            traces.AddRange(Generate(component));
        }
    }

    private void Register(CairoComponent component)
    {
        if (component.FixedLogSize is not null)
        {
            TableCounters counters = new(component, pool);
            tables.Add(component.Name, counters);
            foreach ((string relation, RelationReceiver receiver) in counters.Receivers)
            {
                receivers.Add(relation, receiver);
            }
        }
        else if (component.Air.InputCount > 0
            && component.Padding is RowPadding.Enabler or RowPadding.Multiplicity
            && run.Steps(component) == 0)
        {
            RelationReceiver receiver = component.Padding == RowPadding.Multiplicity
                ? new UniqueReceiver(component.Air.InputCount, TraceBuilder.Workers)
                : new CalleeReceiver(component.Air.InputCount, pool);
            receivers.Add(component.Name, receiver);
        }
    }

    private IEnumerable<ComponentTrace> Generate(CairoComponent component)
    {
        if (run.Steps(component) > 0)
        {
            return [Opcode(component)];
        }

        if (tables.TryGetValue(component.Name, out TableCounters? table))
        {
            return [new(component, 0, table.Counts)];
        }

        return component.Name switch
        {
            "memory_address_to_id" => [memory.AddressToId(component)],
            "memory_id_to_big" => memory.BigValues(component, bigComponents),
            "memory_id_to_small" => [memory.SmallValues(component)],
            _ when run.Segment(component) is { } segment => [Builtin(component, segment)],
            _ => Called(component),
        };
    }

    private ComponentTrace Opcode(CairoComponent component)
    {
        List<uint>[] states = this.input.StatesByOpcode[component.Name].Columns;
        return builder.Enabled(component, states[0].Count, (input, column) =>
        {
            states[input].CopyTo(column);
            column[states[input].Count..].Fill(states[input][0]);
        });
    }

    private ComponentTrace Builtin(CairoComponent component, (uint Begin, uint Stop) segment)
    {
        int log = TraceBuilder.LogSize(run.Instances(component, segment));
        return builder.Whole(component, log, [M31.Reduce(segment.Begin)]);
    }

    private IEnumerable<ComponentTrace> Called(CairoComponent component)
    {
        RelationReceiver receiver = receivers[component.Name];
        if (receiver is UniqueReceiver unique)
        {
            (uint[][] inputs, uint[] counts) = unique.Collect();
            return counts.Length == 0 ? [] : [builder.Counted(component, inputs, counts)];
        }

        using CalleeReceiver callee = (CalleeReceiver)receiver;
        return callee.Rows == 0 ? [] : [builder.Enabled(component, callee.Rows, callee.Fill)];
    }
}
