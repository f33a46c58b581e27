using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Air.Tapes;

namespace Kraken.Air;

/// <summary>A recorded component: the graph with its columns, constraints, lookups and feeds, and what is derived from them.</summary>
public sealed class AirRecording
{
    private readonly AirGraph graph;
    private readonly Lazy<ConstraintTape> constraintTape;
    private readonly Lazy<WitnessTape> witnessTape;
    private readonly Lazy<int> degree;

    internal AirRecording(
        AirDefinition definition,
        AirGraph graph,
        ImmutableArray<ColumnDefinition> columns,
        ImmutableArray<int> constraints,
        ImmutableArray<Lookup> lookups,
        ImmutableArray<Feed> feeds,
        ImmutableArray<HintCall> calls,
        ImmutableArray<PreprocessedColumn> preprocessed,
        ImmutableArray<string> parameters,
        ImmutableArray<AirEvent> events)
    {
        Definition = definition;
        this.graph = graph;
        Nodes = [.. graph.Nodes];
        Columns = columns;
        Constraints = constraints;
        Lookups = lookups;
        Feeds = feeds;
        HintCalls = calls;
        Preprocessed = preprocessed;
        Parameters = parameters;
        Events = events;
        constraintTape = new(() => TapeCompiler.Constraints(this), LazyThreadSafetyMode.ExecutionAndPublication);
        witnessTape = new(() => TapeCompiler.Witness(this), LazyThreadSafetyMode.ExecutionAndPublication);
        degree = new(() => AirDegree.Of(this), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>What was recorded, with its name and its columns.</summary>
    public AirDefinition Definition { get; }

    /// <summary>The component's name.</summary>
    public string Name => Definition.Name;

    /// <summary>All nodes, operands before their users.</summary>
    public ImmutableArray<AirNode> Nodes { get; }

    /// <summary>The base trace columns in trace order.</summary>
    public ImmutableArray<ColumnDefinition> Columns { get; }

    /// <summary>The nodes constrained to vanish, in definition order (without those of the lookups).</summary>
    public ImmutableArray<int> Constraints { get; }

    /// <summary>The fractions of the logup sum in emission order.</summary>
    public ImmutableArray<Lookup> Lookups { get; }

    /// <summary>What each row hands to other components, in order.</summary>
    public ImmutableArray<Feed> Feeds { get; }

    /// <summary>The applications of hints, inputs before their users.</summary>
    public ImmutableArray<HintCall> HintCalls { get; }

    /// <summary>The preprocessed columns read, in order of first use.</summary>
    public ImmutableArray<PreprocessedColumn> Preprocessed { get; }

    /// <summary>The names of the claim's values read, in order of first use.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>All events in definition order.</summary>
    public ImmutableArray<AirEvent> Events { get; }

    /// <summary>The number of interaction columns: four base columns per pair of lookups, the last pair possibly single.</summary>
    public int InteractionColumns => 4 * LookupBatches;

    /// <summary>The number of lookup constraints: one per pair of lookups.</summary>
    public int LookupBatches => (Lookups.Length + 1) / 2;

    /// <summary>The number of all constraints, the lookups' included.</summary>
    public int ConstraintCount => Constraints.Length + LookupBatches;

    /// <summary>The largest degree of a constraint, the lookups' included.</summary>
    public int MaxConstraintDegree => degree.Value;

    /// <summary>
    /// The index of the first input column. The inputs of a callee are contiguous; fixed tables and memories may interleave them.
    /// </summary>
    public int FirstInputColumn => Math.Max(0, Columns.IndexOf(Columns.FirstOrDefault(column => column.Kind == ColumnKind.Input)!));

    /// <summary>The number of input columns.</summary>
    public int InputCount => Columns.Count(column => column.Kind == ColumnKind.Input);

    /// <summary>The constraints and lookups as straight-line code on M31 (or on QM31 at a point), compiled on first use.</summary>
    public ConstraintTape ConstraintTape => constraintTape.Value;

    /// <summary>The deductions as straight-line code on lanes, compiled on first use.</summary>
    public WitnessTape WitnessTape => witnessTape.Value;

    /// <summary>Records a definition.</summary>
    public static AirRecording Of(AirDefinition definition)
    {
        AirBuilder builder = new(definition);
        definition.Define(builder);
        return builder.Finish();
    }

    /// <summary>True where a node is made of field operations only.</summary>
    internal bool IsField(int node) => graph.IsField(node);
}
