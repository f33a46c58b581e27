using System;
using System.Collections.Generic;

namespace Kraken.Sierra.Metadata.Equations;

/// <summary>
/// The table of the simplex method: the equations solved for their basic variables, and the objective in terms of the others. A row whose
/// basic variable is -1 still lacks its right side.
/// </summary>
internal sealed class SimplexTable
{
    private const int Lack = -1;

    // A greatest common divisor takes about as long as this many terms.
    private const int DivisorSteps = 16;

    private readonly StepBudget budget;
    private readonly IntegerRow[] rows;
    private readonly int[] basis;

    // The rows in which a variable has or had a term, and per row the last search that met it.
    private readonly List<int>[] occurrences;
    private readonly int[] met;
    private int search;

    // A row under construction.
    private int[] newVariables = new int[16];
    private long[] newCoefficients = new long[16];
    private int newCount;

    /// <summary>Takes the equations, with right sides that are not negative.</summary>
    public SimplexTable(EquationSystem system, StepBudget budget)
    {
        this.budget = budget;
        rows = new IntegerRow[system.Equations.Count];
        basis = new int[rows.Length];
        met = new int[rows.Length];
        occurrences = new List<int>[system.Ranks.Count];
        Array.Fill(basis, Lack);
        for (int v = 0; v < occurrences.Length; v++)
        {
            occurrences[v] = [];
        }

        for (int r = 0; r < rows.Length; r++)
        {
            rows[r] = RowOf(system.Equations[r]);
            foreach (int variable in rows[r].Variables)
            {
                occurrences[variable].Add(r);
            }
        }
    }

    /// <summary>The costs of the variables that are not basic, and minus the sum so far.</summary>
    public IntegerRow Objective { get; private set; } = new();

    /// <summary>Sets the objective to the sum of what the rows lack.</summary>
    public void AimAtLacks()
    {
        Dictionary<int, long> sums = [];
        long right = 0;
        foreach (IntegerRow row in rows)
        {
            budget.Spend(row.Count);
            right = checked(right - row.RightSide);
            for (int i = 0; i < row.Count; i++)
            {
                int variable = row.Variables[i];
                sums[variable] = checked(sums.GetValueOrDefault(variable) - row.Coefficients[i]);
            }
        }

        StartRow();
        for (int v = 0; v < occurrences.Length; v++)
        {
            Append(v, sums.GetValueOrDefault(v));
        }

        Objective = new IntegerRow { RightSide = right };
        FinishRow(Objective);
    }

    /// <summary>Sets the objective to the sum of the chosen variables.</summary>
    public void AimAt(Func<int, bool> chosen)
    {
        budget.Spend(occurrences.Length);
        StartRow();
        for (int v = 0; v < occurrences.Length; v++)
        {
            Append(v, chosen(v) ? 1 : 0);
        }

        Objective = new IntegerRow();
        FinishRow(Objective);
        for (int r = 0; r < rows.Length; r++)
        {
            if (basis[r] != Lack && chosen(basis[r]))
            {
                Eliminate(Objective, basis[r], rows[r], Lack);
            }
        }
    }

    /// <summary>Gives the rows that lack nothing any more a basic variable; those that have none left follow from the others.</summary>
    public void CoverLacks()
    {
        for (int r = 0; r < rows.Length; r++)
        {
            if (basis[r] == Lack && rows[r].Count > 0)
            {
                int variable = rows[r].Variables[0];
                if (rows[r][variable] < 0)
                {
                    rows[r].Negate();
                }

                Pivot(r, variable);
            }
        }
    }

    /// <summary>Whether the basic variable of a row is zero, so that a pivot there gains nothing.</summary>
    public bool IsDegenerate(int row) => rows[row].RightSide == 0;

    /// <summary>
    /// The row that bounds a variable first as it grows, the one of the lowest basic variable and then of the lowest number among equals;
    /// -1 if none does.
    /// </summary>
    public int Leaving(int variable)
    {
        int best = -1;
        long bestCoefficient = 0;
        foreach (int r in RowsWith(variable))
        {
            long coefficient = rows[r][variable];
            if (coefficient <= 0)
            {
                continue;
            }

            int order = best < 0 ? -1 : Compare(rows[r].RightSide, coefficient, rows[best].RightSide, bestCoefficient);
            if (order < 0 || (order == 0 && (basis[r], r).CompareTo((basis[best], best)) < 0))
            {
                best = r;
                bestCoefficient = coefficient;
            }
        }

        return best;
    }

    /// <summary>Makes a variable basic in a row where its coefficient is positive, and removes it everywhere else.</summary>
    public void Pivot(int row, int variable)
    {
        budget.SpendPivot();
        foreach (int r in RowsWith(variable))
        {
            if (r != row)
            {
                Eliminate(rows[r], variable, rows[row], r);
            }
        }

        Eliminate(Objective, variable, rows[row], Lack);
        basis[row] = variable;
    }

    /// <summary>Writes the values of the basic variables.</summary>
    public void WriteValues(long?[] values)
    {
        for (int r = 0; r < rows.Length; r++)
        {
            if (basis[r] != Lack)
            {
                values[basis[r]] = Rounded(rows[r].RightSide, rows[r][basis[r]]);
            }
        }
    }

    // Halves go up, as both are not negative: compilers rounded so, and whether rounded amounts do is for the code generator to check.
    private static long Rounded(long numerator, long denominator)
    {
        (long quotient, long rest) = Math.DivRem(numerator, denominator);
        return rest >= denominator - rest ? checked(quotient + 1) : quotient;
    }

    private static int Compare(long leftRight, long leftCoefficient, long rightRight, long rightCoefficient) =>
        ((Int128)leftRight * rightCoefficient).CompareTo((Int128)rightRight * leftCoefficient);

    private IntegerRow RowOf(LinearExpression equation)
    {
        budget.Spend(equation.Terms.Count);
        StartRow();
        foreach ((int variable, int coefficient) in equation.Terms)
        {
            Append(variable, coefficient);
        }

        IntegerRow row = new() { RightSide = checked(-equation.Constant) };
        FinishRow(row);
        budget.Spend(row.RemoveCommonDivisor() * DivisorSteps);
        if (row.RightSide < 0)
        {
            row.Negate();
        }

        return row;
    }

    // The rows that have a term of the variable; forgets those that have it no more.
    private List<int> RowsWith(int variable)
    {
        search++;
        List<int> places = occurrences[variable];
        budget.Spend(places.Count);
        int kept = 0;
        for (int i = 0; i < places.Count; i++)
        {
            int r = places[i];
            if (met[r] != search && rows[r][variable] != 0)
            {
                met[r] = search;
                places[kept++] = r;
            }
        }

        places.RemoveRange(kept, places.Count - kept);
        return places;
    }

    // target * a - pivot * b with the least a > 0 such that the variable falls out. The number is that of the target, or Lack for the
    // objective.
    private void Eliminate(IntegerRow target, int variable, IntegerRow pivot, int number)
    {
        long coefficient = target[variable];
        if (coefficient == 0)
        {
            return;
        }

        budget.Spend(target.Count + pivot.Count);
        long divisor = Divisor.Greatest(pivot[variable], coefficient);
        long a = pivot[variable] / divisor;
        long b = coefficient / divisor;
        StartRow();
        int t = 0;
        ReadOnlySpan<int> own = target.Variables;
        ReadOnlySpan<long> ownCoefficients = target.Coefficients;
        for (int p = 0; p < pivot.Count; p++)
        {
            int next = pivot.Variables[p];
            for (; t < own.Length && own[t] < next; t++)
            {
                Append(own[t], checked(ownCoefficients[t] * a));
            }

            long subtrahend = checked(pivot.Coefficients[p] * b);
            if (t < own.Length && own[t] == next)
            {
                Append(next, checked((ownCoefficients[t++] * a) - subtrahend));
            }
            else
            {
                Append(next, checked(-subtrahend));
                if (number != Lack)
                {
                    occurrences[next].Add(number);
                }
            }
        }

        for (; t < own.Length; t++)
        {
            Append(own[t], checked(ownCoefficients[t] * a));
        }

        target.RightSide = checked((target.RightSide * a) - (pivot.RightSide * b));
        FinishRow(target);
        if (a != 1)
        {
            // The numbers grow by this factor; what is common to all terms need not stay.
            budget.Spend(target.RemoveCommonDivisor() * DivisorSteps);
        }
    }

    private void StartRow() => newCount = 0;

    private void Append(int variable, long coefficient)
    {
        if (coefficient == 0)
        {
            return;
        }

        if (newCount == newVariables.Length)
        {
            Array.Resize(ref newVariables, 2 * newCount);
            Array.Resize(ref newCoefficients, 2 * newCount);
        }

        newVariables[newCount] = variable;
        newCoefficients[newCount++] = coefficient;
    }

    private void FinishRow(IntegerRow row) => row.SetTerms(newVariables.AsSpan(0, newCount), newCoefficients.AsSpan(0, newCount));
}
