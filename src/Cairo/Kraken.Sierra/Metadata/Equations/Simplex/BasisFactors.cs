using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.Metadata.Equations.Simplex;

/// <summary>
/// A basis as the product of two triangular matrices, by Gilbert and Peierls: columns with few numbers first, and of the rows whose number
/// is at least a tenth of the greatest the one with the fewest.
/// </summary>
internal sealed class BasisFactors
{
    private const double Stability = 0.1;
    private const double Tiny = 1e-8;

    private readonly SparseColumns lower;
    private readonly SparseColumns upper;
    private readonly double[]? lowerDiagonal;
    private readonly double[]? upperDiagonal;
    private readonly int[] rowNumber;
    private readonly int[] columnAt;
    private readonly StepBudget budget;

    private BasisFactors(
        SparseColumns lower, double[]? lowerDiagonal, SparseColumns upper, double[]? upperDiagonal, int[] rowNumber, int[] columnAt,
        StepBudget budget)
    {
        this.lower = lower;
        this.lowerDiagonal = lowerDiagonal;
        this.upper = upper;
        this.upperDiagonal = upperDiagonal;
        this.rowNumber = rowNumber;
        this.columnAt = columnAt;
        this.budget = budget;
    }

    /// <summary>How many numbers the factors have, the units left out.</summary>
    internal int Terms => lower.Terms + upper.Terms + lower.Count;

    /// <summary>Factorizes.</summary>
    /// <param name="matrix">All columns.</param>
    /// <param name="basic">Those of the basis.</param>
    /// <param name="reach">The walk, of the basis's size.</param>
    /// <param name="budget">Counts what is done.</param>
    /// <exception cref="OverflowException">The basis is singular, as far as floating-point numbers can tell.</exception>
    internal static BasisFactors Of(SparseColumns matrix, int[] basic, Reach reach, StepBudget budget)
    {
        int size = basic.Length;
        budget.Spend(size);
        int[] columnAt = [.. Enumerable.Range(0, size).OrderBy(column => matrix.Rows(basic[column]).Length)];
        int[] rowCounts = new int[size];
        foreach (int column in basic)
        {
            foreach (int row in matrix.Rows(column))
            {
                rowCounts[row]++;
            }
        }

        SparseColumns lower = new();
        SparseColumns upper = new();
        double[] diagonal = new double[size];
        int[] rowAt = [.. Enumerable.Range(0, size)];
        int[] rowNumber = [.. rowAt];
        ScatteredVector rest = new(size);
        for (int number = 0; number < size; number++)
        {
            int column = basic[columnAt[number]];
            rest.Clear();
            for (int i = 0; i < matrix.Rows(column).Length; i++)
            {
                rest.Put(matrix.Rows(column)[i], matrix.Values(column)[i]);
            }

            reach.Run(rest, lower, number, rowNumber);
            Eliminate(rest, lower, reach, rowNumber, number, budget);
            int pivot = PivotOf(rest, rowNumber, number, rowCounts);
            diagonal[number] = rest[pivot];
            int displaced = rowAt[number];
            int place = rowNumber[pivot];
            (rowAt[number], rowAt[place]) = (rowAt[place], rowAt[number]);
            (rowNumber[displaced], rowNumber[pivot]) = (rowNumber[pivot], rowNumber[displaced]);
            Gather(rest, lower, upper, rowNumber, number, diagonal[number]);
        }

        for (int column = 0; column < size; column++)
        {
            foreach (ref int row in lower.Rows(column))
            {
                row = rowNumber[row];
            }
        }

        return new BasisFactors(lower, null, upper, diagonal, rowNumber, columnAt, budget);
    }

    /// <summary>Those of the basis with rows and columns exchanged; the numbers in each column come in the opposite order.</summary>
    internal BasisFactors Transposed()
    {
        int size = rowNumber.Length;
        budget.Spend(Terms);
        int[] rowAt = new int[size];
        int[] columnNumber = new int[size];
        for (int i = 0; i < size; i++)
        {
            rowAt[rowNumber[i]] = i;
            columnNumber[columnAt[i]] = i;
        }

        return new BasisFactors(
            upper.Transposed(size), upperDiagonal, lower.Transposed(size), lowerDiagonal, columnNumber, rowAt, budget);
    }

    /// <summary>Solves for a right side, which becomes the solution.</summary>
    internal void Solve(ScatteredVector side, ScatteredVector work, Reach reach)
    {
        work.Clear();
        foreach (int place in side.Places)
        {
            work.Put(rowNumber[place], side[place]);
        }

        SolveTriangle(lower, lowerDiagonal, work, reach);
        SolveTriangle(upper, upperDiagonal, work, reach);
        side.Clear();
        foreach (int place in work.Places)
        {
            side.Put(columnAt[place], work[place]);
        }
    }

    private void SolveTriangle(SparseColumns columns, double[]? diagonal, ScatteredVector side, Reach reach)
    {
        reach.Run(side, columns, int.MaxValue, null);
        IReadOnlyList<int> visited = reach.Visited;
        for (int v = visited.Count - 1; v >= 0; v--)
        {
            int column = visited[v];
            budget.Spend(columns.Rows(column).Length);
            double value = diagonal is null ? side[column] : side[column] / diagonal[column];
            side[column] = value;
            Subtract(side, columns, column, value);
        }
    }

    private static void Eliminate(
        ScatteredVector rest, SparseColumns lower, Reach reach, int[] rowNumber, int number, StepBudget budget)
    {
        IReadOnlyList<int> visited = reach.Visited;
        for (int v = visited.Count - 1; v >= 0; v--)
        {
            int column = rowNumber[visited[v]];
            if (column < number)
            {
                budget.Spend(lower.Rows(column).Length);
                Subtract(rest, lower, column, rest[visited[v]]);
            }
        }
    }

    private static void Subtract(ScatteredVector side, SparseColumns columns, int column, double value)
    {
        ReadOnlySpan<int> rows = columns.Rows(column);
        ReadOnlySpan<double> coefficients = columns.Values(column);
        for (int i = 0; i < rows.Length; i++)
        {
            side[rows[i]] -= value * coefficients[i];
        }
    }

    private static int PivotOf(ScatteredVector rest, int[] rowNumber, int number, int[] rowCounts)
    {
        double greatest = 0;
        foreach (int row in rest.Places)
        {
            greatest = rowNumber[row] < number ? greatest : Math.Max(greatest, Math.Abs(rest[row]));
        }

        if (!(greatest >= Tiny) || !double.IsFinite(greatest))
        {
            throw new OverflowException("a basis that floating-point numbers cannot tell from a singular one");
        }

        int best = -1;
        foreach (int row in rest.Places)
        {
            if (rowNumber[row] >= number && Math.Abs(rest[row]) >= Stability * greatest && (best < 0 || rowCounts[row] < rowCounts[best]))
            {
                best = row;
            }
        }

        return best;
    }

    private static void Gather(
        ScatteredVector rest, SparseColumns lower, SparseColumns upper, int[] rowNumber, int number, double pivot)
    {
        foreach (int row in rest.Places)
        {
            double value = rest[row];
            if (value != 0 && rowNumber[row] < number)
            {
                upper.Add(rowNumber[row], value);
            }
            else if (value != 0 && rowNumber[row] > number)
            {
                lower.Add(row, value / pivot);
            }
        }

        upper.EndColumn();
        lower.EndColumn();
    }
}
