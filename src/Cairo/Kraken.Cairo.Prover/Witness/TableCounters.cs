using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>The multiplicities of one fixed table: a counter per row and yielded fraction, and the receivers of its relations.</summary>
internal sealed class TableCounters
{
    private const string ExpandedXor = "verify_bitwise_xor_12";

    public TableCounters(CairoComponent component)
    {
        Component = component;
        int rows = 1 << component.FixedLogSize!.Value;
        ImmutableLookups lookups = new(component);
        Counts = new int[lookups.Count][];
        for (int i = 0; i < Counts.Length; i++)
        {
            Counts[i] = new int[rows];
        }

        Receivers = component.Name == ExpandedXor
            ? new Dictionary<string, RelationReceiver> { [ExpandedXor] = new ExpandedXorReceiver(Counts) }
            : lookups.Relations.Select((relation, i) => (relation, i))
                .ToDictionary(pair => pair.relation, pair => (RelationReceiver)new TableReceiver(Counts[pair.i], Digits(component)));
    }

    /// <summary>The table whose uses are counted.</summary>
    public CairoComponent Component { get; }

    /// <summary>The counters by multiplicity column.</summary>
    public int[][] Counts { get; }

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

    private sealed class ImmutableLookups(CairoComponent component)
    {
        public int Count => component.Air.Lookups.Length;

        public IEnumerable<string> Relations => component.Air.Lookups.Select(lookup => lookup.Relation.Name);
    }
}
