using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// The layout of opened values for verifiers written in Cairo: per tree one array, row after row, columns in the order in which leaves hash
/// them. Preprocessed and composition columns are sorted already; those of the two traces are sorted by the claim's sizes.
/// </summary>
internal static class SortedRows
{
    /// <summary>Turns rows into [tree][column in commit order][query].</summary>
    /// <exception cref="ProofFormatException">A tree has another number of columns than the claim says, or an incomplete row.</exception>
    internal static M31[][][] ToColumns(M31[][] rows, int[] columnCounts, CairoClaim claim)
    {
        int[][] orders = Orders(claim, columnCounts);
        return [.. rows.Select((values, tree) => ToColumns(values, orders[tree], columnCounts[tree]))];
    }

    /// <summary>Turns [tree][column][query] into rows.</summary>
    internal static M31[][] FromColumns(M31[][][] trees, CairoClaim claim)
    {
        int[][] orders = Orders(claim, [.. trees.Select(tree => tree.Length)]);
        return [.. trees.Select((columns, tree) => FromColumns(columns, orders[tree]))];
    }

    private static int[][] Orders(CairoClaim claim, int[] columnCounts) =>
    [
        [.. Enumerable.Range(0, columnCounts[0])],
        TreeColumns.StableOrder(claim.TraceLogSizes()),
        TreeColumns.StableOrder(claim.InteractionLogSizes()),
        [.. Enumerable.Range(0, columnCounts[3])],
    ];

    private static M31[][] ToColumns(M31[] values, int[] order, int columnCount)
    {
        if (order.Length != columnCount || (columnCount == 0 ? values.Length != 0 : values.Length % columnCount != 0))
        {
            throw new ProofFormatException(
                "queried_values", $"rows of {order.Length} values", $"{columnCount} columns, {values.Length} values");
        }

        int queries = columnCount == 0 ? 0 : values.Length / columnCount;
        M31[][] columns = new M31[columnCount][];
        for (int place = 0; place < columnCount; place++)
        {
            M31[] column = new M31[queries];
            for (int query = 0; query < queries; query++)
            {
                column[query] = values[(query * columnCount) + place];
            }

            columns[order[place]] = column;
        }

        return columns;
    }

    private static M31[] FromColumns(M31[][] columns, int[] order)
    {
        int queries = columns.Length == 0 ? 0 : columns[0].Length;
        M31[] values = new M31[queries * columns.Length];
        for (int query = 0; query < queries; query++)
        {
            for (int place = 0; place < columns.Length; place++)
            {
                values[(query * columns.Length) + place] = columns[order[place]][query];
            }
        }

        return values;
    }
}
