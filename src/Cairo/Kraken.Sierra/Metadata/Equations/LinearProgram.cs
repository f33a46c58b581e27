using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Kraken.Sierra.Metadata.Equations;

/// <summary>
/// The simplex method on a dense table: finds the non-negative solution of equations that minimizes the sums of the ranks, one after the other.
/// Systems of programs have coefficients of one almost throughout, so that the table stays in small integers.
/// </summary>
internal sealed class LinearProgram
{
    private const double Tolerance = 1e-7;
    private const long MaximumCells = 1L << 24;

    private readonly int columns;
    private readonly double[][] rows;
    private readonly int[] basis;
    private readonly bool[] barred;
    private double[] objective = [];
    private long work = 1L << 33;

    private LinearProgram(EquationSystem system, List<LinearExpression> equations)
    {
        columns = system.Ranks.Count;
        if ((long)equations.Count * (columns + 1) > MaximumCells)
        {
            throw new SierraException(SierraErrorKind.TooLarge, "the equations of an old class", -1, $"{MaximumCells} cells", $"{equations.Count} equations of {columns} variables");
        }

        basis = new int[equations.Count];
        barred = new bool[columns];
        rows = new double[equations.Count][];
        for (int r = 0; r < rows.Length; r++)
        {
            rows[r] = RowOf(equations[r]);
            basis[r] = -1;
        }
    }

    /// <summary>Solves.</summary>
    /// <param name="system">The equations and ranks.</param>
    /// <returns>The values, null for variables in no equation; or null if there is no solution.</returns>
    public static long?[]? Solve(EquationSystem system)
    {
        List<LinearExpression> equations = [];
        bool[] used = new bool[system.Ranks.Count];
        foreach (LinearExpression equation in system.Equations)
        {
            if (equation.Terms.Count == 0)
            {
                return null;
            }

            equations.Add(equation);
            foreach ((int variable, _) in equation.Terms)
            {
                used[variable] = true;
            }
        }

        long?[] solution = [.. used.Select(u => u ? 0L : (long?)null)];
        if (equations.TrueForAll(e => e.Constant == 0))
        {
            return solution;
        }

        LinearProgram program = new(system, equations);
        if (!program.FindFeasible())
        {
            return null;
        }

        for (int rank = 0; rank <= system.Ranks.DefaultIfEmpty(0).Max(); rank++)
        {
            program.Minimize(system.Ranks, rank);
        }

        for (int r = 0; r < program.basis.Length; r++)
        {
            if (program.basis[r] >= 0)
            {
                solution[program.basis[r]] = checked((long)Math.Round(program.rows[r][^1], MidpointRounding.AwayFromZero));
            }
        }

        return solution;
    }

    // The row of an equation with the right side last, which is not negative.
    private double[] RowOf(LinearExpression equation)
    {
        double[] row = new double[columns + 1];
        int sign = equation.Constant > 0 ? -1 : 1;
        foreach ((int variable, int coefficient) in equation.Terms)
        {
            row[variable] = sign * coefficient;
        }

        row[columns] = -sign * equation.Constant;
        return row;
    }

    // Minimizes the sum of what the equations lack; a basis of -1 is a lack.
    private bool FindFeasible()
    {
        objective = new double[columns + 1];
        foreach (double[] row in rows)
        {
            AddScaled(objective, row, -1);
        }

        Run();
        if (objective[columns] < -Tolerance)
        {
            return false;
        }

        for (int r = 0; r < rows.Length; r++)
        {
            int column = basis[r] < 0 ? Array.FindIndex(rows[r], 0, columns, v => Math.Abs(v) > Tolerance) : -1;
            if (column >= 0)
            {
                Pivot(r, column);
            }
        }

        return true;
    }

    private void Minimize(IReadOnlyList<int> ranks, int rank)
    {
        objective = new double[columns + 1];
        for (int c = 0; c < columns; c++)
        {
            objective[c] = ranks[c] == rank ? 1 : 0;
        }

        for (int r = 0; r < rows.Length; r++)
        {
            if (basis[r] >= 0 && ranks[basis[r]] == rank)
            {
                AddScaled(objective, rows[r], -1);
            }
        }

        Run();
        for (int c = 0; c < columns; c++)
        {
            barred[c] |= objective[c] > Tolerance;
        }
    }

    private void Run()
    {
        int stalled = 0;
        while (true)
        {
            int column = Entering(stalled > 200);
            int row = column < 0 ? -1 : Leaving(column);
            if (row < 0)
            {
                return;
            }

            stalled = rows[row][columns] > Tolerance ? 0 : stalled + 1;
            Pivot(row, column);
        }
    }

    private int Entering(bool first)
    {
        int best = -1;
        double lowest = -Tolerance;
        for (int c = 0; c < columns; c++)
        {
            if (objective[c] < lowest && !barred[c])
            {
                best = c;
                lowest = objective[c];
                if (first)
                {
                    break;
                }
            }
        }

        return best;
    }

    private int Leaving(int column)
    {
        int best = -1;
        double lowest = double.MaxValue;
        for (int r = 0; r < rows.Length; r++)
        {
            double coefficient = rows[r][column];
            if (coefficient <= Tolerance)
            {
                continue;
            }

            double ratio = rows[r][columns] / coefficient;
            if (ratio < lowest - Tolerance || (ratio < lowest + Tolerance && basis[r] < basis[best]))
            {
                best = r;
                lowest = Math.Min(ratio, lowest);
            }
        }

        return best;
    }

    private void Pivot(int row, int column)
    {
        double[] pivot = rows[row];
        double scale = 1 / pivot[column];
        for (int c = 0; c <= columns; c++)
        {
            pivot[c] = Math.Abs(pivot[c]) < 1e-11 ? 0 : pivot[c] * scale;
        }

        for (int r = 0; r < rows.Length; r++)
        {
            if (r != row && rows[r][column] != 0)
            {
                AddScaled(rows[r], pivot, -rows[r][column]);
                rows[r][column] = 0;
            }
        }

        AddScaled(objective, pivot, -objective[column]);
        objective[column] = 0;
        basis[row] = column;
    }

    private void AddScaled(double[] target, double[] row, double factor)
    {
        if (factor == 0)
        {
            return;
        }

        work -= row.Length;
        if (work < 0)
        {
            throw new SierraException(SierraErrorKind.TooLarge, "the equations of an old class take too long");
        }

        int c = 0;
        Vector<double> factors = new(factor);
        for (; c + Vector<double>.Count <= row.Length; c += Vector<double>.Count)
        {
            (new Vector<double>(target, c) + (factors * new Vector<double>(row, c))).CopyTo(target, c);
        }

        for (; c < row.Length; c++)
        {
            target[c] += factor * row[c];
        }
    }
}
