using System;
using System.Collections.Generic;
using Kraken.Stark.Prover.Machines;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>
/// Collects the different inputs of a component padded by multiplicity; each worker keeps its own counts until the rows are asked for.
/// Inputs are found by their first element, which nearly always tells them apart, and then compared whole.
/// </summary>
internal sealed class UniqueReceiver : RelationReceiver, IFeedReceiver
{
    private readonly int inputs;
    private readonly Dictionary<uint, Entry>[] entries;

    /// <summary>Prepares a receiver.</summary>
    /// <param name="inputs">Elements per input.</param>
    /// <param name="workers">The number of feeding threads.</param>
    public UniqueReceiver(int inputs, int workers)
    {
        this.inputs = inputs;
        entries = new Dictionary<uint, Entry>[workers];
        for (int i = 0; i < workers; i++)
        {
            entries[i] = [];
        }
    }

    /// <inheritdoc/>
    public string Expected => "any values";

    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows) => this;

    /// <inheritdoc/>
    public int Accept(in FeedStrip strip, int worker)
    {
        Dictionary<uint, Entry> entries = this.entries[worker];
        ReadOnlySpan<uint> keys = strip.Element(0);
        for (int i = 0; i < keys.Length; i++)
        {
            entries.TryGetValue(keys[i], out Entry? first);
            Entry? entry = first;
            while (entry is not null && !IsRow(strip, i, entry.Row))
            {
                entry = entry.Next;
            }

            if (entry is null)
            {
                entry = new(Row(strip, i), first);
                entries[keys[i]] = entry;
            }

            entry.Count++;
        }

        return IFeedReceiver.AllTaken;
    }

    /// <summary>The inputs in ascending (lexicographic) order, with their counts.</summary>
    public (uint[][] Inputs, uint[] Counts) Collect()
    {
        SortedDictionary<uint[], uint> merged = new(Comparer<uint[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));
        foreach (Dictionary<uint, Entry> entries in this.entries)
        {
            foreach (Entry first in entries.Values)
            {
                for (Entry? entry = first; entry is not null; entry = entry.Next)
                {
                    merged[entry.Row] = merged.GetValueOrDefault(entry.Row) + entry.Count;
                }
            }
        }

        uint[][] inputs = new uint[this.inputs][];
        for (int i = 0; i < this.inputs; i++)
        {
            inputs[i] = new uint[merged.Count];
        }

        uint[] counts = new uint[merged.Count];
        int index = 0;
        foreach ((uint[] row, uint count) in merged)
        {
            for (int i = 0; i < this.inputs; i++)
            {
                inputs[i][index] = row[i];
            }

            counts[index++] = count;
        }

        return (inputs, counts);
    }

    private static bool IsRow(in FeedStrip strip, int index, uint[] row)
    {
        for (int i = 1; i < row.Length; i++)
        {
            if (strip.Element(i)[index] != row[i])
            {
                return false;
            }
        }

        return true;
    }

    private uint[] Row(in FeedStrip strip, int row)
    {
        uint[] values = new uint[inputs];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = strip.Element(i)[row];
        }

        return values;
    }

    /// <summary>An input; the next one has the same first element.</summary>
    private sealed class Entry(uint[] row, Entry? next)
    {
        public uint[] Row => row;

        public Entry? Next => next;

        public uint Count { get; set; }
    }
}
