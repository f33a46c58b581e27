using System;
using System.Collections.Generic;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>
/// Collects the input rows of a component that others call. Each feed is a list of its own; the order of the rows is that of the reference
/// prover, which works in packs of 16 rows: all full packs list by list, then the left-over rows of all lists, then padding.
/// </summary>
/// <param name="inputs">Elements per row.</param>
/// <param name="pool">Memory.</param>
internal sealed class CalleeReceiver(int inputs, BufferPool pool) : RelationReceiver, IDisposable
{
    private const int Pack = 16;
    private readonly List<CalleeList> lists = [];

    /// <summary>The number of rows collected.</summary>
    public long Rows
    {
        get
        {
            long rows = 0;
            foreach (CalleeList list in lists)
            {
                rows += list.Rows;
            }

            return rows;
        }
    }

    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows)
    {
        CalleeList list = new(inputs, rows, pool);
        lists.Add(list);
        return list;
    }

    /// <summary>Gives the rows' memory back.</summary>
    public void Dispose()
    {
        foreach (CalleeList list in lists)
        {
            list.Dispose();
        }

        lists.Clear();
    }

    /// <summary>Writes one input column, padding included.</summary>
    /// <param name="input">The input's index.</param>
    /// <param name="column">The column's rows, at least as many as were collected.</param>
    public void Fill(int input, Span<uint> column)
    {
        int row = 0;
        foreach (CalleeList list in lists)
        {
            ReadOnlySpan<uint> full = list.Column(input)[..(list.Rows - (list.Rows % Pack))];
            full.CopyTo(column[row..]);
            row += full.Length;
        }

        int firstLeft = row;
        foreach (CalleeList list in lists)
        {
            ReadOnlySpan<uint> left = list.Column(input)[(list.Rows - (list.Rows % Pack))..];
            left.CopyTo(column[row..]);
            row += left.Length;
        }

        for (; row % Pack != 0; row++)
        {
            column[row] = column[firstLeft];
        }

        for (; row < column.Length; row++)
        {
            column[row] = column[row % Pack];
        }
    }
}
