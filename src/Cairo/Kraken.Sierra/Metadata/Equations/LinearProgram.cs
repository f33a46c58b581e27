using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.Metadata.Equations;

/// <summary>
/// The simplex method in whole numbers: finds a non-negative solution of equations that minimizes the sums of the ranks, one after the
/// other. It is exact, and where several solutions are best, the rules by which it pivots single out one. Systems of programs have few
/// terms an equation and coefficients of one almost throughout, so that the rows stay short and the numbers small.
/// </summary>
internal sealed class LinearProgram
{
    // Pivots without gain after which the choice is by Bland's rule, which cannot go round in circles.
    private const int PatienceWithoutGain = 200;

    private readonly StepBudget budget;
    private readonly SimplexTable table;
    private readonly bool[] barred;

    private LinearProgram(EquationSystem system, SolverLimits limits)
    {
        budget = new StepBudget(limits);
        table = new SimplexTable(system, budget);
        barred = new bool[system.Ranks.Count];
    }

    /// <summary>Solves.</summary>
    /// <param name="system">The equations and ranks.</param>
    /// <returns>The values, rounded (halves away from zero), null for variables in no equation; or null if there is no solution.</returns>
    /// <exception cref="SierraException">The system is beyond the limits.</exception>
    public static long?[]? Solve(EquationSystem system) => Solve(system, SolverLimits.Default);

    /// <summary>Solves within given limits.</summary>
    internal static long?[]? Solve(EquationSystem system, SolverLimits limits)
    {
        CheckSize(system, limits);
        if (system.Equations.Any(e => e.Terms.Count == 0))
        {
            return null;
        }

        long?[] solution = new long?[system.Ranks.Count];
        foreach ((int variable, _) in system.Equations.SelectMany(e => e.Terms))
        {
            solution[variable] = 0;
        }

        if (system.Equations.All(e => e.Constant == 0))
        {
            return solution;
        }

        try
        {
            LinearProgram program = new(system, limits);
            if (!program.FindFeasible())
            {
                return null;
            }

            for (int rank = 0; rank <= system.Ranks.Max(); rank++)
            {
                program.Minimize(system.Ranks, rank);
            }

            program.table.WriteValues(solution);
            return solution;
        }
        catch (OverflowException)
        {
            string limit = $"at most {SolverLimits.Bits} bits";
            throw new SierraException(SierraErrorKind.TooLarge, "the numbers in the equations of an old class", -1, limit, "more");
        }
    }

    private static void CheckSize(EquationSystem system, SolverLimits limits)
    {
        if (system.Equations.Count > limits.Equations || system.Ranks.Count > limits.Variables)
        {
            throw new SierraException(
                SierraErrorKind.TooLarge,
                "the equations of an old class",
                -1,
                $"at most {limits.Equations} equations of {limits.Variables} variables",
                $"{system.Equations.Count} equations of {system.Ranks.Count} variables");
        }
    }

    // Minimizes the sum of what the equations lack.
    private bool FindFeasible()
    {
        table.AimAtLacks();
        Run();
        if (table.Objective.RightSide != 0)
        {
            return false;
        }

        table.CoverLacks();
        return true;
    }

    private void Minimize(IReadOnlyList<int> ranks, int rank)
    {
        table.AimAt(variable => ranks[variable] == rank);
        Run();
        ReadOnlySpan<long> costs = table.Objective.Coefficients;
        for (int i = 0; i < costs.Length; i++)
        {
            barred[table.Objective.Variables[i]] |= costs[i] > 0;
        }
    }

    private void Run()
    {
        int stalled = 0;
        while (true)
        {
            int variable = Entering(stalled > PatienceWithoutGain);
            int row = variable < 0 ? -1 : table.Leaving(variable);

            // A sum of non-negative variables is bounded, so that a row is always found.
            if (row < 0)
            {
                return;
            }

            stalled = table.IsDegenerate(row) ? stalled + 1 : 0;
            table.Pivot(row, variable);
        }
    }

    // The variable of the lowest cost below zero, or the first one; -1 if none is below zero.
    private int Entering(bool first)
    {
        int best = -1;
        long lowest = 0;
        budget.Spend(table.Objective.Count);
        ReadOnlySpan<int> variables = table.Objective.Variables;
        ReadOnlySpan<long> costs = table.Objective.Coefficients;
        for (int i = 0; i < costs.Length; i++)
        {
            if (costs[i] < lowest && !barred[variables[i]])
            {
                best = variables[i];
                lowest = costs[i];
                if (first)
                {
                    break;
                }
            }
        }

        return best;
    }
}
