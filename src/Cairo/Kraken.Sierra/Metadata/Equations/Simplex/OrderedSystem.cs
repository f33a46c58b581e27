using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.Metadata.Equations.Simplex;

/// <summary>Equations over variables that are never negative, in an order that counts.</summary>
/// <param name="limits">What the equations may take.</param>
internal sealed class OrderedSystem(SolverLimits limits)
{
    private readonly Dictionary<(bool Implicit, int Index), int> variables = [];
    private readonly List<OrderedExpression> equations = [];
    private readonly StepBudget budget = new(limits);

    /// <summary>The variable for the amount at a statement (implicit), or for the total of a function.</summary>
    internal OrderedExpression Variable(bool isImplicit, int index)
    {
        if (!variables.TryGetValue((isImplicit, index), out int variable))
        {
            variables[(isImplicit, index)] = variable = variables.Count;
        }

        return OrderedExpression.OfVariable(variable);
    }

    /// <summary>A sum.</summary>
    internal OrderedExpression Add(OrderedExpression left, OrderedExpression right) => Combine(left, right, 1);

    /// <summary>Adds the equation that both sides are equal.</summary>
    internal void Equate(OrderedExpression left, OrderedExpression right)
    {
        OrderedExpression difference = Combine(left, right, -1);
        if (difference.Terms.Count > 0 || difference.Constant != 0)
        {
            equations.Add(difference);
        }
    }

    /// <summary>Minimizes the sum of the variables that the equations have.</summary>
    /// <returns>Their values by what they stand for; null if there is no solution.</returns>
    /// <exception cref="SierraException">The system is beyond the limits.</exception>
    /// <exception cref="System.OverflowException">The numbers are beyond what floating-point numbers tell apart.</exception>
    internal Dictionary<(bool Implicit, int Index), long>? Solve()
    {
        int[] numbers = Numbers(out int used);
        CheckSize(used);
        if (equations.Any(equation => equation.Terms.Count == 0))
        {
            return null;
        }

        List<SimplexEquation> numbered =
        [
            .. equations.Select(equation => new SimplexEquation(
                [.. equation.Terms.Select(term => (numbers[term.Variable], term.Coefficient)).OrderBy(term => term.Item1)],
                equation.Constant)),
        ];
        long[]? values = DualSimplex.Solve(numbered, used, budget);
        return values is null ? null : variables.Where(item => numbers[item.Value] >= 0)
            .ToDictionary(item => item.Key, item => values[numbers[item.Value]]);
    }

    // In the order in which the equations have them; -1 for those in no equation.
    private int[] Numbers(out int used)
    {
        int[] numbers = [.. Enumerable.Repeat(-1, variables.Count)];
        used = 0;
        foreach ((int variable, _) in equations.SelectMany(equation => equation.Terms))
        {
            if (numbers[variable] < 0)
            {
                numbers[variable] = used++;
            }
        }

        return numbers;
    }

    private OrderedExpression Combine(OrderedExpression left, OrderedExpression right, int sign)
    {
        budget.Spend(left.Terms.Count + right.Terms.Count);
        return left.Combine(right, sign);
    }

    private void CheckSize(int used)
    {
        if (equations.Count > limits.Equations || used > limits.Variables)
        {
            throw new SierraException(
                SierraErrorKind.TooLarge,
                "the ap equations of an old class",
                -1,
                $"at most {limits.Equations} equations of {limits.Variables} variables",
                $"{equations.Count} equations of {used} variables");
        }
    }
}
