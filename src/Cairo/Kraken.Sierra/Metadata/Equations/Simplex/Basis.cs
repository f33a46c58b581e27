using System;
using System.Collections.Generic;

namespace Kraken.Sierra.Metadata.Equations.Simplex;

/// <summary>The inverse of the basis: its factors, and what was exchanged since they were made.</summary>
internal sealed class Basis
{
    private readonly SparseColumns matrix;
    private readonly int[] basic;
    private readonly StepBudget budget;
    private readonly Reach reach;
    private readonly ScatteredVector work;
    private readonly List<int> leavingRows = [];
    private SparseColumns exchanges = new();
    private BasisFactors factors;
    private BasisFactors transposed;

    /// <summary>Factorizes a basis.</summary>
    /// <param name="matrix">All columns.</param>
    /// <param name="basic">Those of the basis; who changes them says so by <see cref="Exchange"/>.</param>
    /// <param name="budget">Counts what is done.</param>
    internal Basis(SparseColumns matrix, int[] basic, StepBudget budget)
    {
        this.matrix = matrix;
        this.basic = basic;
        this.budget = budget;
        reach = new Reach(basic.Length, budget);
        work = new ScatteredVector(basic.Length);
        factors = BasisFactors.Of(matrix, basic, reach, budget);
        transposed = factors.Transposed();
    }

    /// <summary>The basis's inverse times a vector, in place.</summary>
    internal void Solve(ScatteredVector side)
    {
        factors.Solve(side, work, reach);
        for (int e = 0; e < leavingRows.Count; e++)
        {
            double coefficient = side[leavingRows[e]];
            Span<int> rows = exchanges.Rows(e);
            budget.Spend(rows.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                side.Meet(rows[i]);
                side[rows[i]] -= coefficient * exchanges.Values(e)[i];
            }
        }
    }

    /// <summary>The transposed basis's inverse times a vector, in place.</summary>
    internal void SolveTransposed(ScatteredVector side)
    {
        for (int e = leavingRows.Count - 1; e >= 0; e--)
        {
            double sum = 0;
            Span<int> rows = exchanges.Rows(e);
            budget.Spend(rows.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                sum += exchanges.Values(e)[i] * side[rows[i]];
            }

            side.Meet(leavingRows[e]);
            side[leavingRows[e]] -= sum;
        }

        transposed.Solve(side, work, reach);
    }

    /// <summary>Another variable is basic in a row.</summary>
    /// <param name="column">Its column in terms of the basis before.</param>
    /// <param name="pivot">The column's number in the row.</param>
    internal void Exchange(int row, (int Place, double Value)[] column, double pivot)
    {
        if (exchanges.Terms < factors.Terms)
        {
            leavingRows.Add(row);
            foreach ((int place, double value) in column)
            {
                exchanges.Add(place, place == row ? 1.0 - (1.0 / pivot) : value / pivot);
            }

            exchanges.EndColumn();
            return;
        }

        leavingRows.Clear();
        exchanges = new SparseColumns();
        factors = BasisFactors.Of(matrix, basic, reach, budget);
        transposed = factors.Transposed();
    }
}
