using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Metadata.Equations;
using Xunit;

namespace Kraken.Sierra.Tests.Metadata;

/// <summary>The solver of the equations of old classes: exact, and refused past its limits.</summary>
public sealed class LinearProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void SmallSystemsAreSolvedAsByTryingAllVertices()
    {
        Random random = new(20261128);
        int solvable = 0;
        int ambiguous = 0;
        for (int round = 0; round < 4000; round++)
        {
            EquationSystem system = Small(random);
            List<long[]> best = VertexSearch.BestRounded(system);
            long?[]? solution = LinearProgram.Solve(system);
            Assert.Equal(best.Count == 0, solution is null);
            if (solution is not null)
            {
                solvable++;
                ambiguous += best.DistinctBy(v => string.Join(',', v)).Count() > 1 ? 1 : 0;
                Assert.Contains([.. solution.Select(v => v ?? 0)], best);
                Assert.Equal(solution, LinearProgram.Solve(system));
            }
        }

        // Both kinds of systems, and solutions that are not unique, occurred.
        Assert.InRange(solvable, 500, 3500);
        Assert.InRange(ambiguous, 50, 3000);
    }

    [Fact]
    public void ValuesBeyondTheBitsOfADoubleAreExact()
    {
        EquationSystem system = new();
        LinearExpression x = system.Variable(true, 0, 0);
        LinearExpression y = system.Variable(true, 1, 0);
        const long Big = (1L << 60) + 1;
        system.Equate(x, LinearExpression.Of(Big));
        system.Equate(x, y + LinearExpression.Of(Big - 1));
        Assert.Equal([Big, 1], LinearProgram.Solve(system));
    }

    [Fact]
    public void AContradictionHoweverSmallIsNoSolution()
    {
        EquationSystem system = new();
        LinearExpression x = system.Variable(true, 0, 0);
        LinearExpression y = system.Variable(true, 1, 0);
        LinearExpression many = x;
        for (int i = 0; i < 30; i++)
        {
            many += many;
        }

        // x is 2^-30 and y is x, but y is zero.
        system.Equate(many, LinearExpression.Of(1));
        system.Equate(x, y);
        system.Equate(y + y, y);
        Assert.Null(LinearProgram.Solve(system));
    }

    [Fact]
    public void TheNumberOfEquationsIsLimited()
    {
        int limit = SolverLimits.Default.Equations;
        EquationSystem system = new();
        for (int i = 0; i < limit; i++)
        {
            system.Equate(system.Variable(true, i, 0), LinearExpression.Of(i));
        }

        long?[]? solution = LinearProgram.Solve(system);
        Assert.Equal(Enumerable.Range(0, limit).Select(i => (long?)i), solution);
        system.Equate(system.Variable(true, 0, 0), LinearExpression.Of(0));
        AssertRefused(system, SolverLimits.Default);
    }

    [Fact]
    public void TheNumberOfVariablesIsLimited()
    {
        int limit = SolverLimits.Default.Variables;
        EquationSystem system = new();
        for (int i = 0; i < limit; i++)
        {
            system.Variable(true, i, 0);
        }

        system.Equate(system.Variable(true, 0, 0), system.Variable(true, limit - 1, 0) + LinearExpression.Of(5));
        Assert.Equal(5, LinearProgram.Solve(system)![0]);
        system.Variable(true, limit, 0);
        AssertRefused(system, SolverLimits.Default);
    }

    [Fact]
    public void TheBitsOfNumbersAreLimited()
    {
        long?[]? solution = LinearProgram.Solve(Doublings(SolverLimits.Bits - 1));
        Assert.Equal(1L << (SolverLimits.Bits - 1), solution![^1]);
        AssertRefused(Doublings(SolverLimits.Bits), SolverLimits.Default);
    }

    [Fact]
    public void StepsAndPivotsAreLimitedAndAlwaysTheSame()
    {
        EquationSystem system = Flow(40, 100, 3);
        int pivots = Least(limit => SolverLimits.Default with { Pivots = limit });
        int steps = Least(limit => SolverLimits.Default with { Steps = limit });
        Assert.InRange(pivots, 40, 1000);
        Assert.InRange(steps, 1000, 1 << 27);
        Assert.Equal(LinearProgram.Solve(system), LinearProgram.Solve(system, new SolverLimits { Pivots = pivots, Steps = steps }));
        AssertRefused(system, SolverLimits.Default with { Pivots = pivots - 1 });
        AssertRefused(system, SolverLimits.Default with { Steps = steps - 1 });

        int Least(Func<int, SolverLimits> limits)
        {
            int refused = 0;
            int enough = 1 << 30;
            while (enough - refused > 1)
            {
                int middle = refused + ((enough - refused) / 2);
                if (IsRefused(system, limits(middle)))
                {
                    refused = middle;
                }
                else
                {
                    enough = middle;
                }
            }

            return enough;
        }
    }

    [Theory]
    [InlineData(8_000, 40_000, 2)]
    [InlineData(1_000, 60_000, 8)]
    public void HostileSystemsEndInTime(int nodes, int edges, int width)
    {
        EquationSystem system = Flow(nodes, edges, width);
        TimeSpan start = Environment.CpuUsage.UserTime;
        bool refused = IsRefused(system, SolverLimits.Default);
        Assert.True(Environment.CpuUsage.UserTime - start < Patience, $"refused: {refused}");
    }

    private static void AssertRefused(EquationSystem system, SolverLimits limits) => Assert.True(IsRefused(system, limits));

    private static bool IsRefused(EquationSystem system, SolverLimits limits)
    {
        try
        {
            LinearProgram.Solve(system, limits);
            return false;
        }
        catch (SierraException refused)
        {
            Assert.Equal(SierraErrorKind.TooLarge, refused.Error.Kind);
            Assert.NotEmpty(refused.Error.Expected);Assert.NotEmpty(refused.Error.Expected);
            return true;
        }
    }

    private static EquationSystem Small(Random random)
    {
        EquationSystem system = new();
        int variables = random.Next(1, 6);
        LinearExpression[] all = [.. Enumerable.Range(0, variables).Select(v => system.Variable(true, v, random.Next(-1, 3)))];
        int equations = random.Next(1, 5);
        for (int e = 0; e < equations; e++)
        {
            LinearExpression left = LinearExpression.Of(random.Next(4) == 0 ? 0 : random.Next(-6, 7));
            foreach (LinearExpression variable in all)
            {
                int coefficient = random.Next(3) == 0 ? random.Next(-3, 4) : random.Next(-1, 2);
                for (int i = 0; i < Math.Abs(coefficient); i++)
                {
                    left = coefficient > 0 ? left + variable : left - variable;
                }
            }

            system.Equate(left, LinearExpression.Zero);
        }

        return system;
    }

    // x0 = 1, and each variable twice the one before.
    private static EquationSystem Doublings(int count)
    {
        EquationSystem system = new();
        LinearExpression last = system.Variable(true, 0, 0);
        system.Equate(last, LinearExpression.Of(1));
        for (int i = 1; i <= count; i++)
        {
            LinearExpression next = system.Variable(true, i, 0);
            system.Equate(next, last + last);
            last = next;
        }

        return system;
    }

    // What flows through the edges of a random graph, with the supplies of some flow; an edge may join several nodes.
    private static EquationSystem Flow(int nodes, int edges, int width)
    {
        Random random = new(nodes + edges);
        EquationSystem system = new();
        LinearExpression[] balance = [.. Enumerable.Range(0, nodes).Select(_ => LinearExpression.Zero)];
        long[] supplies = new long[nodes];
        for (int e = 0; e < edges; e++)
        {
            LinearExpression edge = system.Variable(true, e, e % 3);
            int flow = random.Next(3) == 0 ? random.Next(100) : 0;
            for (int w = 0; w < width; w++)
            {
                int node = random.Next(nodes);
                balance[node] = (w & 1) == 0 ? balance[node] + edge : balance[node] - edge;
                supplies[node] += (w & 1) == 0 ? flow : -flow;
            }
        }

        for (int n = 0; n < nodes; n++)
        {
            system.Equate(balance[n], LinearExpression.Of(supplies[n]));
        }

        return system;
    }
}
