using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Stark.Prover;

/// <summary>
/// The rows that an opening shows, and their neighbours of which the pruned layers of the tree are hashed again: columns are kept as
/// coefficients, and each is extended once more for all rows together.
/// </summary>
/// <param name="columns">The coefficients in commit order.</param>
/// <param name="logBlowup">log2 of the ratio of values and coefficients.</param>
/// <param name="twiddles">FFT factors of the largest extension.</param>
/// <param name="pool">Memory.</param>
/// <typeparam name="TChannel">Gives the hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
internal sealed class OpenedLeaves<TChannel, THash>(ColumnReference[] columns, int logBlowup, TwiddleTable twiddles, BufferPool pool)
    : IOpenedLeaves<THash>
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    // By leaf; of the latest opening.
    private readonly Dictionary<long, THash> hashes = [];

    /// <inheritdoc/>
    public int Height { get; } = columns.Length == 0 ? 0 : columns.Max(column => column.LogSize) + logBlowup;

    /// <inheritdoc/>
    public THash Leaf(long leaf) => hashes[leaf];

    /// <inheritdoc/>
    public M31[][] Open(uint[] leaves)
    {
        int logRun = Math.Min(Height, MerkleTrees.PrunedLayers);
        uint[] runs = [.. leaves.Select(leaf => leaf >> logRun).Distinct().Order()];
        uint[] shown = [.. runs.SelectMany(run => Enumerable.Range(0, 1 << logRun).Select(i => (run << logRun) + (uint)i))];
        int[] places = Array.ConvertAll(leaves, leaf => Array.BinarySearch(shown, leaf));
        M31[][] values = new M31[columns.Length][];
        using NativeBuffer rows = pool.Rent(Math.Max(1, (long)shown.Length * columns.Length));
        int[] order = [.. Enumerable.Range(0, columns.Length).OrderBy(i => columns[i].LogSize)];
        Dictionary<int, (uint[] Each, uint[] Ascending)> slots = columns.Select(column => column.LogSize).Distinct().ToDictionary(
            log => log, log => SlotsOf(shown, log + logBlowup));
        Parallel.For(0, columns.Length, i =>
            values[order[i]] = Column(columns[order[i]], i, slots[columns[order[i]].LogSize], places, rows));
        THash[] hashed = new THash[shown.Length];
        Parallel.For(0, shown.Length, i =>
            hashed[i] = TChannel.HashLeaf(MemoryMarshal.Cast<uint, M31>(rows.Span((long)i * columns.Length, columns.Length))));
        hashes.Clear();
        for (int i = 0; i < shown.Length; i++)
        {
            hashes.Add(shown[i], hashed[i]);
        }

        return values;
    }

    /// <summary>The slots of a column that leaves read, leaf by leaf and in order.</summary>
    private (uint[] Each, uint[] Ascending) SlotsOf(uint[] shown, int logSize)
    {
        uint[] each = Array.ConvertAll(shown, leaf => LiftedIndex.ToColumn(leaf, Height, logSize));
        return (each, [.. each.Distinct().Order()]);
    }

    /// <summary>Writes one column of the rows, and returns its values at some of them.</summary>
    private M31[] Column(ColumnReference column, int index, (uint[] Each, uint[] Ascending) slots, int[] places, NativeBuffer rows)
    {
        using ColumnBlock block = new(pool, column.LogSize + logBlowup, 1);
        ColumnTransforms.ValuesAt(column, new(block, 0), slots.Ascending, twiddles);
        Span<uint> values = block.Rows(0);
        Span<uint> all = rows.Span(0, checked(slots.Each.Length * columns.Length));
        int row = index;
        foreach (uint slot in slots.Each)
        {
            all[row] = values[(int)slot];
            row += columns.Length;
        }

        M31[] asked = new M31[places.Length];
        for (int i = 0; i < asked.Length; i++)
        {
            asked[i] = M31.FromCanonical(values[(int)slots.Each[places[i]]]);
        }

        return asked;
    }
}
