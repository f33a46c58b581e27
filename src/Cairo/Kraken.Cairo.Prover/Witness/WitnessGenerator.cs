using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Generates the base trace of a run: every component after those that feed it, tables last.</summary>
public sealed class WitnessGenerator
{
    private static readonly string[] AlwaysPresent =
    [
        "verify_bitwise_xor_4", "verify_bitwise_xor_7", "verify_bitwise_xor_8", "verify_bitwise_xor_9",
    ];

    // The small preprocessed trace has the Pedersen points of narrow windows, the large one those of wide windows.
    private const int SmallMaxLogSize = 20;

    private readonly ProverInput _input;
    private readonly int _maxLogSize;
    private readonly int? _bigComponents;
    private readonly BufferPool _pool;
    private readonly Dictionary<string, RelationReceiver> _receivers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TableCounters> _tables = new(StringComparer.Ordinal);
    private readonly List<ComponentTrace> _traces = [];
    private readonly TraceBuilder _builder;
    private readonly MemoryTraces _memory;

    private WitnessGenerator(ProverInput input, int maxLogSize, BufferPool pool, int? bigComponents)
    {
        _bigComponents = bigComponents;
        _input = input;
        _maxLogSize = maxLogSize;
        _pool = pool;
        _builder = new(input.Memory, _receivers, pool);
        _memory = new(input.Memory, _receivers, _builder, maxLogSize);
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
        try
        {
            generator.Run();
        }
        catch (Exception error) when (error is IndexOutOfRangeException or AggregateException { InnerException: IndexOutOfRangeException })
        {
            throw new ProvingException("the memory does not hold what the steps use: a look-up left its table", error);
        }

        return [.. generator._traces.OrderBy(trace => trace.Component.Order).ThenBy(trace => trace.Part)];
    }

    private void Run()
    {
        CairoComponent[] present = [.. GenerationOrder.Of(Roots())];
        foreach (CairoComponent component in present)
        {
            Register(component);
        }

        _memory.CountPublic(_input.PublicAddresses);
        foreach (CairoComponent component in present)
        {
            _traces.AddRange(Generate(component));
        }
    }

    private string OtherPedersen => _maxLogSize <= SmallMaxLogSize ? "pedersen_builtin" : "pedersen_builtin_narrow_windows";

    /// <summary>Opcodes with steps, builtins with a segment, and what every proof has.</summary>
    private IEnumerable<CairoComponent> Roots() => CairoComponents.All.Where(component =>
        Steps(component) > 0
        || (Segment(component) is { } segment && segment.Stop > segment.Begin && component.Name != OtherPedersen)
        || component.Name.StartsWith("memory_", StringComparison.Ordinal)
        || (component.FixedLogSize is not null && component.Name.StartsWith("range_check_", StringComparison.Ordinal))
        || AlwaysPresent.Contains(component.Name));

    private int Steps(CairoComponent component) =>
        _input.StatesByOpcode.TryGetValue(component.Name, out CasmStates? states) ? states.Count : 0;

    private (uint Begin, uint Stop)? Segment(CairoComponent component) =>
        BuiltinSegments.TryOfComponent(component.Name, out BuiltinSegment segment)
        && _input.Segments.TryGetValue(segment, out (uint Begin, uint Stop) range)
            ? range
            : null;

    private void Register(CairoComponent component)
    {
        if (component.FixedLogSize is not null)
        {
            TableCounters counters = new(component);
            _tables.Add(component.Name, counters);
            foreach ((string relation, RelationReceiver receiver) in counters.Receivers)
            {
                _receivers.Add(relation, receiver);
            }
        }
        else if (component.Air.InputCount > 0
            && component.Padding is RowPadding.Enabler or RowPadding.Multiplicity
            && Steps(component) == 0)
        {
            RelationReceiver receiver = component.Padding == RowPadding.Multiplicity
                ? new UniqueReceiver(component.Air.InputCount, TraceBuilder.Workers)
                : new CalleeReceiver(component.Air.InputCount);
            _receivers.Add(component.Name, receiver);
        }
    }

    private IEnumerable<ComponentTrace> Generate(CairoComponent component)
    {
        if (Steps(component) > 0)
        {
            return [Opcode(component)];
        }

        if (_tables.TryGetValue(component.Name, out TableCounters? table))
        {
            return [Table(table)];
        }

        return component.Name switch
        {
            "memory_address_to_id" => [_memory.AddressToId(component)],
            "memory_id_to_big" => _memory.BigValues(component, _bigComponents),
            "memory_id_to_small" => [_memory.SmallValues(component)],
            _ when Segment(component) is { } segment => [Builtin(component, segment)],
            _ => Called(component),
        };
    }

    private ComponentTrace Opcode(CairoComponent component)
    {
        List<uint>[] states = _input.StatesByOpcode[component.Name].Columns;
        return _builder.Enabled(component, states[0].Count, (input, column) =>
        {
            states[input].CopyTo(column);
            column[states[input].Count..].Fill(states[input][0]);
        });
    }

    private ComponentTrace Builtin(CairoComponent component, (uint Begin, uint Stop) segment)
    {
        BuiltinSegments.TryOfComponent(component.Name, out BuiltinSegment builtin);
        int log = TraceBuilder.LogSize((segment.Stop - segment.Begin) / BuiltinSegments.Cells(builtin));
        return _builder.Whole(component, log, [M31.Reduce(segment.Begin)]);
    }

    private IEnumerable<ComponentTrace> Called(CairoComponent component)
    {
        RelationReceiver receiver = _receivers[component.Name];
        if (receiver is UniqueReceiver unique)
        {
            (uint[][] inputs, uint[] counts) = unique.Collect();
            return counts.Length == 0 ? [] : [_builder.Counted(component, inputs, counts)];
        }

        CalleeReceiver callee = (CalleeReceiver)receiver;
        return callee.Rows == 0 ? [] : [_builder.Enabled(component, callee.Rows, callee.Fill)];
    }

    private ComponentTrace Table(TableCounters table)
    {
        ColumnBlock trace = new(_pool, table.Component.FixedLogSize!.Value, table.Counts.Length);
        for (int i = 0; i < table.Counts.Length; i++)
        {
            Span<uint> column = trace.Rows(i);
            for (int row = 0; row < column.Length; row++)
            {
                column[row] = (uint)table.Counts[i][row];
            }
        }

        return new(table.Component, 0, trace);
    }
}
