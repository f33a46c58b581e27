using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.Metadata.Equations.Simplex;

/// <summary>
/// The dual simplex method with steepest edges and Harris' rule, in floating-point numbers, step by step as the library has it (minilp 0.2)
/// by which compilers solved the ap equations of classes before Sierra 1.4.0. Where several solutions are best, which one it gives is
/// part of what such a class compiles to, and follows from nothing but its steps.
/// </summary>
internal sealed class DualSimplex
{
    private const double Tolerance = 1e-8;

    private readonly StepBudget budget;
    private readonly int variables;
    private readonly SparseColumns equations = new();
    private readonly SparseColumns columns;
    private readonly int[] basic;
    private readonly double[] basicValues;
    private readonly double[] norms;

    // Of a variable: its row where it is basic, else its place among the others, with -1 - N.
    private readonly int[] states;
    private readonly int[] others;
    private readonly double[] costs;
    private readonly Basis basis;
    private readonly ScatteredVector inverseRow;
    private readonly ScatteredVector column;
    private readonly ScatteredVector tau;
    private readonly ScatteredVector row;

    private DualSimplex(IReadOnlyList<SimplexEquation> system, int variables, StepBudget budget)
    {
        this.budget = budget;
        this.variables = variables;
        int count = system.Count;
        foreach (SimplexEquation equation in system)
        {
            foreach ((int variable, int coefficient) in equation.Terms)
            {
                equations.Add(variable, coefficient);
            }

            equations.Add(variables + equations.Count, 1);
            equations.EndColumn();
        }

        columns = Ascending(equations, variables + count);
        basic = [.. Enumerable.Range(variables, count)];
        basicValues = [.. system.Select(equation => (double)-equation.Constant)];
        norms = new double[count];
        Array.Fill(norms, 1.0);
        others = [.. Enumerable.Range(0, variables)];
        costs = new double[variables];
        Array.Fill(costs, 1.0);
        states = [.. others.Select(variable => -1 - variable), .. Enumerable.Range(0, count)];
        basis = new Basis(columns, basic, budget);
        inverseRow = new ScatteredVector(count);
        column = new ScatteredVector(count);
        tau = new ScatteredVector(count);
        row = new ScatteredVector(variables);
    }

    /// <summary>Minimizes the sum of all variables, none of which is negative.</summary>
    /// <param name="system">The equations, none without a variable.</param>
    /// <param name="variables">How many variables there are.</param>
    /// <param name="budget">Counts what is done.</param>
    /// <returns>The values, halves rounded away from zero; null if there is no solution.</returns>
    /// <exception cref="SierraException">The system is beyond the budget.</exception>
    /// <exception cref="OverflowException">The numbers are beyond what floating-point numbers tell apart.</exception>
    internal static long[]? Solve(IReadOnlyList<SimplexEquation> system, int variables, StepBudget budget)
    {
        DualSimplex simplex = new(system, variables, budget);
        while (simplex.Leaving() is var leaving and >= 0)
        {
            budget.SpendPivot();
            if (!simplex.TryExchange(leaving))
            {
                return null;
            }
        }

        return [.. Enumerable.Range(0, variables).Select(simplex.Value)];
    }

    private long Value(int variable)
    {
        double value = states[variable] < 0 ? 0 : basicValues[states[variable]];
        return checked((long)Math.Round(value, MidpointRounding.AwayFromZero));
    }

    private static SparseColumns Ascending(SparseColumns equations, int width)
    {
        List<(int Row, double Value)>[] byColumn = [.. Enumerable.Range(0, width).Select(_ => new List<(int Row, double Value)>())];
        for (int e = 0; e < equations.Count; e++)
        {
            for (int i = 0; i < equations.Rows(e).Length; i++)
            {
                byColumn[equations.Rows(e)[i]].Add((e, equations.Values(e)[i]));
            }
        }

        SparseColumns columns = new();
        foreach (List<(int Row, double Value)> terms in byColumn)
        {
            terms.ForEach(term => columns.Add(term.Row, term.Value));
            columns.EndColumn();
        }

        return columns;
    }

    // The row that is farthest from what its variable may be, by the length of its edge; -1 if none is.
    private int Leaving()
    {
        int best = -1;
        double most = double.NegativeInfinity;
        budget.Spend(basic.Length);
        for (int r = 0; r < basic.Length; r++)
        {
            double value = basicValues[r];
            if (value < -Tolerance || (value > Tolerance && IsSlack(basic[r])))
            {
                double score = value * value / norms[r];
                if (score > most)
                {
                    best = r;
                    most = score;
                }
            }
        }

        return best;
    }

    private bool IsSlack(int variable) => variable >= variables;

    private bool TryExchange(int leaving)
    {
        inverseRow.Clear();
        inverseRow.Put(leaving, 1.0);
        basis.SolveTransposed(inverseRow);
        FillRow();
        int entering = Entering(basicValues[leaving] < 0);
        if (entering < 0)
        {
            return false;
        }

        double pivot = row[entering];
        FillColumn(others[entering]);
        (int Place, double Value)[] inColumn = column.ToArray();
        double difference = basicValues[leaving] / pivot;
        foreach ((int place, double value) in inColumn)
        {
            basicValues[place] = place == leaving ? difference : basicValues[place] - (difference * value);
        }

        UpdateNorms(leaving, pivot, inColumn);
        UpdateCosts(entering, pivot);
        Swap(leaving, entering);
        basis.Exchange(leaving, inColumn, pivot);
        return true;
    }

    private void FillRow()
    {
        row.Clear();
        foreach (int equation in inverseRow.Places)
        {
            Span<int> terms = equations.Rows(equation);
            budget.Spend(terms.Length);
            for (int i = 0; i < terms.Length; i++)
            {
                if (states[terms[i]] is var state and < 0)
                {
                    row.Meet(-1 - state);
                    row[-1 - state] += equations.Values(equation)[i] * inverseRow[equation];
                }
            }
        }
    }

    private void FillColumn(int variable)
    {
        column.Clear();
        Span<int> rows = columns.Rows(variable);
        for (int i = 0; i < rows.Length; i++)
        {
            column.Put(rows[i], columns.Values(variable)[i]);
        }

        basis.Solve(column);
    }

    // Harris' rule: of the variables whose costs reach zero within a tolerance the one with the greatest coefficient, the first met.
    private int Entering(bool isBelow)
    {
        double step = double.PositiveInfinity;
        foreach (int place in row.Places)
        {
            if (IsEligible(place, isBelow))
            {
                step = Math.Min(step, (Cost(place) + Tolerance) / Math.Abs(row[place]));
            }
        }

        int best = -1;
        double most = double.NegativeInfinity;
        foreach (int place in row.Places)
        {
            double size = Math.Abs(row[place]);
            if (IsEligible(place, isBelow) && Cost(place) / size <= step && size > most)
            {
                best = place;
                most = size;
            }
        }

        return best;
    }

    // A variable that is zero may grow; one of an equation is zero for ever.
    private bool IsEligible(int place, bool isBelow) =>
        !IsSlack(others[place]) && (isBelow ? row[place] <= -Tolerance : row[place] >= Tolerance);

    private double Cost(int place) => Math.Max(costs[place], 0);

    private void UpdateNorms(int leaving, double pivot, (int Place, double Value)[] inColumn)
    {
        double norm = inverseRow.SquaredNorm;
        double square = pivot * pivot;
        tau.Clear();
        foreach (int place in inverseRow.Places)
        {
            tau.Put(place, inverseRow[place]);
        }

        basis.Solve(tau);
        foreach ((int place, double value) in inColumn)
        {
            norms[place] = place == leaving
                ? norm / square
                : norms[place] + ((-2.0 * value * tau[place] / pivot) + (norm * value * value / square));
            if (!double.IsFinite(norms[place]))
            {
                throw new OverflowException("the length of an edge");
            }
        }
    }

    private void UpdateCosts(int entering, double pivot)
    {
        double cost = costs[entering] / pivot;
        foreach (int place in row.Places)
        {
            costs[place] = place == entering ? -cost : costs[place] - (cost * row[place]);
        }
    }

    private void Swap(int leaving, int entering)
    {
        int came = others[entering];
        int went = basic[leaving];
        basic[leaving] = came;
        states[came] = leaving;
        others[entering] = went;
        states[went] = -1 - entering;
    }
}
