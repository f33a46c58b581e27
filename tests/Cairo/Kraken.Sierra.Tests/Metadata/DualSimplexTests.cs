using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Metadata.Equations;
using Kraken.Sierra.Metadata.Equations.Simplex;
using Xunit;

namespace Kraken.Sierra.Tests.Metadata;

/// <summary>
/// The solver of the ap equations of old classes. That it takes the genuine one's steps shows in what such classes compile to; here it is
/// held against the exact solver, and against its bounds.
/// </summary>
public sealed class DualSimplexTests
{
    [Fact]
    public void TheSumIsAsSmallAsThatOfTheExactSolver()
    {
        Random random = new(20261130);
        int solved = 0;
        int unsolvable = 0;
        for (int round = 0; round < 3000; round++)
        {
            int variables = random.Next(1, 7);
            List<SimplexEquation> system = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Equation(random, variables))];
            long?[]? exact = LinearProgram.Solve(Ranked(system, variables));
            long[]? values = DualSimplex.Solve(system, variables, new StepBudget(SolverLimits.Default));
            Assert.Equal(exact is null, values is null);
            unsolvable += exact is null ? 1 : 0;

            // Where halves were rounded the sums say nothing.
            if (values is not null && Satisfies(system, values) && Satisfies(system, [.. exact!.Select(value => value ?? 0)]))
            {
                solved++;
                Assert.All(values, value => Assert.True(value >= 0));
                Assert.Equal(exact!.Sum(value => value ?? 0), values.Sum());
            }
        }

        Assert.InRange(solved, 500, 3000);
        Assert.InRange(unsolvable, 100, 2500);
    }

    [Fact]
    public void OfEqualVariablesTheFirstOneIsTaken()
    {
        SimplexEquation sum = new([(0, 1), (1, 1), (2, 1)], -7);
        Assert.Equal([7, 0, 0], DualSimplex.Solve([sum], 3, new StepBudget(SolverLimits.Default))!);

        // The one with the greatest coefficient, if its cost is as small for it.
        SimplexEquation weighted = new([(0, 1), (1, 2), (2, 2)], -8);
        Assert.Equal([0, 4, 0], DualSimplex.Solve([weighted], 3, new StepBudget(SolverLimits.Default))!);
    }

    [Fact]
    public void TheOrderOfAnExpressionIsThatOfItsChanges()
    {
        OrderedExpression sum = OrderedExpression.OfVariable(1).Combine(OrderedExpression.OfVariable(2), 1)
            .Combine(OrderedExpression.OfVariable(3), 1).Combine(OrderedExpression.Of(5), -1);
        Assert.Equal([(1, 1), (2, 1), (3, 1)], sum.Terms);
        Assert.Equal(-5, sum.Constant);

        // The last takes the place of the one that falls out.
        Assert.Equal([(3, 1), (2, 1)], sum.Combine(OrderedExpression.OfVariable(1), -1).Terms);
        Assert.Equal([(1, 1), (2, 1), (3, 1), (0, -1)], sum.Combine(OrderedExpression.OfVariable(0), -1).Terms);
        Assert.Equal([(1, 2), (2, 1), (3, 1)], sum.Combine(OrderedExpression.OfVariable(1), 1).Terms);
    }

    [Fact]
    public void StepsAndPivotsAreBounded()
    {
        List<SimplexEquation> system = [.. Enumerable.Range(0, 20).Select(i => new SimplexEquation([(i, 1), (i + 1, 1)], -i - 1))];
        Assert.NotNull(DualSimplex.Solve(system, 21, new StepBudget(SolverLimits.Default)));
        foreach (SolverLimits few in (SolverLimits[])[new() { Pivots = 3 }, new() { Steps = 100 }])
        {
            SierraException refused = Assert.Throws<SierraException>(() => DualSimplex.Solve(system, 21, new StepBudget(few)));
            Assert.Equal(SierraErrorKind.TooLarge, refused.Error.Kind);
        }
    }

    private static SimplexEquation Equation(Random random, int variables)
    {
        (int Variable, int Coefficient)[] terms =
        [
            .. Enumerable.Range(0, variables).Select(variable => (variable, random.Next(-1, 3))).Where(term => term.Item2 != 0),
        ];
        return new SimplexEquation(terms.Length > 0 ? terms : [(0, 1)], random.Next(-6, 5));
    }

    private static EquationSystem Ranked(List<SimplexEquation> system, int variables)
    {
        EquationSystem ranked = new();
        LinearExpression[] all = [.. Enumerable.Range(0, variables).Select(variable => ranked.Variable(true, variable, 0))];
        foreach (SimplexEquation equation in system)
        {
            LinearExpression sum = LinearExpression.Of(equation.Constant);
            foreach ((int variable, int coefficient) in equation.Terms)
            {
                for (int i = 0; i < Math.Abs(coefficient); i++)
                {
                    sum = coefficient > 0 ? sum + all[variable] : sum - all[variable];
                }
            }

            ranked.Equate(sum, LinearExpression.Zero);
        }

        return ranked;
    }

    private static bool Satisfies(List<SimplexEquation> system, long[] values) =>
        system.All(equation => equation.Terms.Sum(term => term.Coefficient * values[term.Variable]) + equation.Constant == 0);
}
