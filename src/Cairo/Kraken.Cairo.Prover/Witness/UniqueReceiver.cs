using System;
using System.Collections.Generic;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>
/// Collects the different inputs of a component padded by multiplicity: they are told apart by their first element, and each worker keeps
/// its own counts until the rows are asked for.
/// </summary>
internal sealed class UniqueReceiver : RelationReceiver, IFeedReceiver
{
    private readonly int _inputs;
    private readonly Dictionary<uint, Entry>[] _entries;

    /// <summary>Prepares a receiver.</summary>
    /// <param name="inputs">Elements per input.</param>
    /// <param name="workers">The number of feeding threads.</param>
    public UniqueReceiver(int inputs, int workers)
    {
        _inputs = inputs;
        _entries = new Dictionary<uint, Entry>[workers];
        for (int i = 0; i < workers; i++)
        {
            _entries[i] = [];
        }
    }

    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows) => this;

    /// <inheritdoc/>
    public void Accept(in FeedStrip strip, int worker)
    {
        Dictionary<uint, Entry> entries = _entries[worker];
        ReadOnlySpan<uint> keys = strip.Element(0);
        for (int i = 0; i < keys.Length; i++)
        {
            if (!entries.TryGetValue(keys[i], out Entry? entry))
            {
                entry = new(Row(strip, i));
                entries.Add(keys[i], entry);
            }

            entry.Count++;
        }
    }

    /// <summary>The inputs in ascending order of their first element, with their counts.</summary>
    public (uint[][] Inputs, uint[] Counts) Collect()
    {
        SortedDictionary<uint, (uint[] Row, uint Count)> merged = [];
        foreach (Dictionary<uint, Entry> entries in _entries)
        {
            foreach ((uint key, Entry entry) in entries)
            {
                merged[key] = merged.TryGetValue(key, out (uint[] Row, uint Count) known) ? (known.Row, known.Count + entry.Count) : (entry.Row, entry.Count);
            }
        }

        uint[][] inputs = new uint[_inputs][];
        for (int i = 0; i < _inputs; i++)
        {
            inputs[i] = new uint[merged.Count];
        }

        uint[] counts = new uint[merged.Count];
        int index = 0;
        foreach ((uint[] row, uint count) in merged.Values)
        {
            for (int i = 0; i < _inputs; i++)
            {
                inputs[i][index] = row[i];
            }

            counts[index++] = count;
        }

        return (inputs, counts);
    }

    private uint[] Row(in FeedStrip strip, int row)
    {
        uint[] values = new uint[_inputs];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = strip.Element(i)[row];
        }

        return values;
    }

    private sealed class Entry(uint[] row)
    {
        public uint[] Row => row;

        public uint Count { get; set; }
    }
}
