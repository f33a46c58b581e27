using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Components;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>The multiplicities of one fixed table: a counter per row and yielded fraction, and the receivers of its relations.</summary>
internal sealed class TableCounters
{
    private const string ExpandedXor = "verify_bitwise_xor_12";

    /// <summary>Counts nothing yet.</summary>
    /// <param name="component">The table.</param>
    /// <param name="pool">Memory for the counters, which are the table's trace.</param>
    public TableCounters(CairoComponent component, BufferPool pool)
    {
        Component = component;
        Counts = new(pool, component.FixedLogSize!.Value, component.Air.Lookups.Length);
        Counts.Clear();
        Receivers = component.Name == ExpandedXor
            ? new Dictionary<string, RelationReceiver> { [ExpandedXor] = new ExpandedXorReceiver(Counts) }
            : component.Air.Lookups.Select((lookup, i) => (lookup.Relation.Name, Column: new ColumnReference(Counts, i)))
                .ToDictionary(pair => pair.Name, pair => (RelationReceiver)new TableReceiver(pair.Column, Digits(component)));
    }

    /// <summary>The table whose uses are counted.</summary>
    public CairoComponent Component { get; }

    /// <summary>The counters by multiplicity column.</summary>
    public ColumnBlock Counts { get; }

    /// <summary>The receivers by relation name.</summary>
    public IReadOnlyDictionary<string, RelationReceiver> Receivers { get; }

    /// <summary>The bit widths of the tuple elements that give the row.</summary>
    private static int[] Digits(CairoComponent component)
    {
        string name = component.Name;
        int log = component.FixedLogSize!.Value;
        if (name.StartsWith("range_check_", StringComparison.Ordinal))
        {
            return [.. name["range_check_".Length..].Split('_').Select(int.Parse)];
        }

        return name.StartsWith("verify_bitwise_xor_", StringComparison.Ordinal) ? [log / 2, log / 2] : [log];
    }
}
