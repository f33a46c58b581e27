using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Kraken.Sierra.Metadata.Equations.Simplex;

/// <summary>A matrix by columns, the numbers of each in the order in which they came.</summary>
internal sealed class SparseColumns
{
    private readonly List<int> starts = [0];
    private readonly List<int> rows = [];
    private readonly List<double> values = [];

    /// <summary>How many columns are ended.</summary>
    internal int Count => starts.Count - 1;

    /// <summary>How many numbers there are.</summary>
    internal int Terms => values.Count;

    internal void Add(int row, double value)
    {
        rows.Add(row);
        values.Add(value);
    }

    internal void EndColumn() => starts.Add(rows.Count);

    /// <summary>The rows of a column; writable, to renumber them.</summary>
    internal Span<int> Rows(int column) => CollectionsMarshal.AsSpan(rows)[starts[column]..starts[column + 1]];

    /// <summary>The numbers of a column.</summary>
    internal ReadOnlySpan<double> Values(int column) => CollectionsMarshal.AsSpan(values)[starts[column]..starts[column + 1]];

    /// <summary>The transposed matrix; in each column the last come first.</summary>
    /// <param name="height">The rows of this one.</param>
    internal SparseColumns Transposed(int height)
    {
        List<(int Column, double Value)>[] turned = new List<(int Column, double Value)>[height];
        for (int column = 0; column < Count; column++)
        {
            ReadOnlySpan<double> numbers = Values(column);
            ReadOnlySpan<int> places = Rows(column);
            for (int i = 0; i < numbers.Length; i++)
            {
                (turned[places[i]] ??= []).Add((column, numbers[i]));
            }
        }

        SparseColumns result = new();
        foreach (List<(int Column, double Value)>? terms in turned)
        {
            for (int i = (terms?.Count ?? 0) - 1; i >= 0; i--)
            {
                result.Add(terms![i].Column, terms[i].Value);
            }

            result.EndColumn();
        }

        return result;
    }
}
