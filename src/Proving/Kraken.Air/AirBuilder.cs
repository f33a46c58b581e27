using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Air;

/// <summary>
/// Records a component's definition: columns in trace order, constraints in definition order, lookups in emission order (subroutines are
/// plain methods that get the builder, so that theirs fall in place).
/// </summary>
public sealed class AirBuilder
{
    private readonly AirGraph graph = new();
    private readonly List<ColumnDefinition> columns = [];
    private readonly List<int> constraints = [];
    private readonly List<Lookup> lookups = [];
    private readonly List<Feed> feeds = [];
    private readonly List<HintCall> calls = [];
    private readonly List<PreprocessedColumn> preprocessed = [];
    private readonly List<string> parameters = [];
    private readonly List<AirEvent> events = [];
    private readonly AirDefinition definition;

    internal AirBuilder(AirDefinition definition)
    {
        this.definition = definition;
        if (definition.Padding == RowPadding.Enabler)
        {
            Enabler = AddColumn("enabler", ColumnKind.Enabler, -1);
            Constrain((Enabler * Enabler) - Enabler);
        }
        else if (definition.Padding == RowPadding.Multiplicity)
        {
            RowMultiplicity = AddColumn("multiplicity", ColumnKind.Multiplicity, -1);
            Enabler = 1;
        }
        else
        {
            Enabler = 1;
        }
    }

    /// <summary>The enabler column, or the literal 1 where the padding has none.</summary>
    public Expr Enabler { get; }

    /// <summary>The multiplicity column of a component padded by multiplicity.</summary>
    public Expr RowMultiplicity { get; }

    /// <summary>A column for the next input of the row.</summary>
    public Expr Input(string name) => AddColumn(name, ColumnKind.Input, -1);

    /// <summary>Columns for the next inputs of the row.</summary>
    public Expr[] Inputs(string name, int count) => [.. Enumerable.Range(0, count).Select(i => Input($"{name}_{i}"))];

    /// <summary>A multiplicity column of a fixed table.</summary>
    public Expr Multiplicity(string name) => AddColumn(name, ColumnKind.Multiplicity, -1);

    /// <summary>A new column constrained to equal an expression (constraint: column - value).</summary>
    public Expr Assign(Expr value, string name)
    {
        Expr column = AddColumn(name, ColumnKind.Assigned, FieldNode(value, "assigned value"));
        Constrain(column - value);
        return column;
    }

    /// <summary>A new column whose value is deduced; nothing constrains it yet.</summary>
    public Expr Deduce(Expr value, string name) => AddColumn(name, ColumnKind.Deduced, graph.NodeOf(value));

    /// <summary>New columns for several deduced values, named with their index.</summary>
    public Expr[] Deduce(IReadOnlyList<Expr> values, string name) => [.. values.Select((value, i) => Deduce(value, $"{name}_{i}"))];

    /// <summary>Constrains an expression of degree at most 3 to vanish on every row.</summary>
    /// <exception cref="InvalidOperationException">The expression uses a deduction operation.</exception>
    public void Constrain(Expr expression)
    {
        events.Add(new(AirEventKind.Constraint, constraints.Count));
        constraints.Add(FieldNode(expression, "constraint"));
    }

    /// <summary>Uses a tuple of a relation on active rows, and feeds the component that yields it.</summary>
    public void Use(Relation relation, params ReadOnlySpan<Expr> tuple)
    {
        UseUnfed(relation, tuple);
        Feed(relation, tuple);
    }

    /// <summary>Uses a tuple of a relation on active rows and feeds nobody (the opcode state, the end of a chain).</summary>
    public void UseUnfed(Relation relation, params ReadOnlySpan<Expr> tuple) => AddLookup(relation, Enabler, tuple, true);

    /// <summary>Yields a tuple once on active rows.</summary>
    public void Yield(Relation relation, params ReadOnlySpan<Expr> tuple) => YieldTimes(Enabler, relation, tuple);

    /// <summary>Yields a tuple a number of times given by a multiplicity column.</summary>
    public void YieldTimes(Expr multiplicity, Relation relation, params ReadOnlySpan<Expr> tuple) =>
        AddLookup(relation, -multiplicity, tuple, false);

    /// <summary>Hands a row to the component that yields a relation, without a lookup of its own. The elements may be deductions.</summary>
    public void Feed(Relation relation, params ReadOnlySpan<Expr> elements)
    {
        events.Add(new(AirEventKind.Feed, feeds.Count));
        feeds.Add(new(relation, Nodes(elements)));
    }

    /// <summary>A preprocessed column.</summary>
    public Expr Preprocessed(PreprocessedColumn column) => graph.Intern(AirOp.Preprocessed, IndexOf(preprocessed, column));

    /// <summary>A preprocessed column by name.</summary>
    public Expr Preprocessed(string name) => Preprocessed(new PreprocessedColumn(name));

    /// <summary>A value that the claim fixes for all rows.</summary>
    public Expr Parameter(string name) => graph.Intern(AirOp.Parameter, IndexOf(parameters, name));

    /// <summary>Applies a hint; the outputs are deduction values.</summary>
    /// <exception cref="ArgumentException">The number of inputs is not the hint's.</exception>
    public Expr[] Call(Hint hint, params ReadOnlySpan<Expr> inputs)
    {
        if (inputs.Length != hint.Inputs)
        {
            throw new ArgumentException($"{hint.Name} takes {hint.Inputs} words, got {inputs.Length}", nameof(inputs));
        }

        ImmutableArray<int> nodes = Nodes(inputs);
        int call = calls.FindIndex(known => ReferenceEquals(known.Hint, hint) && known.Inputs.AsSpan().SequenceEqual(nodes.AsSpan()));
        if (call < 0)
        {
            call = calls.Count;
            calls.Add(new(hint, nodes));
        }

        return [.. Enumerable.Range(0, hint.Outputs).Select(output => graph.Intern(AirOp.HintOutput, call, output))];
    }

    internal AirRecording Finish() => new(definition, graph, [.. columns], [.. constraints], [.. lookups], [.. feeds], [.. calls],
        [.. preprocessed], [.. parameters], [.. events]);

    private static int IndexOf<T>(List<T> list, T item)
    {
        int index = list.IndexOf(item);
        if (index < 0)
        {
            index = list.Count;
            list.Add(item);
        }

        return index;
    }

    private Expr AddColumn(string name, ColumnKind kind, int definition)
    {
        Expr column = graph.Intern(AirOp.Column, columns.Count);
        events.Add(new(AirEventKind.Column, columns.Count));
        columns.Add(new(name, kind, definition));
        return column;
    }

    private void AddLookup(Relation relation, Expr numerator, ReadOnlySpan<Expr> tuple, bool isUse)
    {
        if (tuple.Length > relation.Arity)
        {
            throw new ArgumentException($"{relation.Name} has {relation.Arity} elements, got {tuple.Length}", nameof(tuple));
        }

        ImmutableArray<int> nodes = Nodes(tuple);
        foreach (int node in nodes)
        {
            CheckField(node, relation.Name);
        }

        events.Add(new(AirEventKind.Lookup, lookups.Count));
        lookups.Add(new(relation, FieldNode(numerator, relation.Name), nodes, isUse));
    }

    private ImmutableArray<int> Nodes(ReadOnlySpan<Expr> values)
    {
        ImmutableArray<int>.Builder nodes = ImmutableArray.CreateBuilder<int>(values.Length);
        foreach (Expr value in values)
        {
            nodes.Add(graph.NodeOf(value));
        }

        return nodes.MoveToImmutable();
    }

    private int FieldNode(Expr value, string what)
    {
        int node = graph.NodeOf(value);
        CheckField(node, what);
        return node;
    }

    private void CheckField(int node, string what)
    {
        if (!graph.IsField(node))
        {
            throw new InvalidOperationException($"{definition.Name}: {what} uses a deduction operation");
        }
    }
}
