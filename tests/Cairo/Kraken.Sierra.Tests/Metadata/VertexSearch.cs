using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Sierra.Metadata.Equations;

namespace Kraken.Sierra.Tests.Metadata;

/// <summary>The oracle for small systems: tries every set of variables as the basis of a vertex, in fractions.</summary>
internal static class VertexSearch
{
    /// <summary>The best vertices, their values rounded; none where there is no solution.</summary>
    public static List<long[]> BestRounded(EquationSystem system)
    {
        List<Fraction[]> best = [];
        Fraction[] lowest = [];
        int variables = system.Ranks.Count;
        for (int support = 0; support < 1 << variables; support++)
        {
            int[] chosen = [.. Enumerable.Range(0, variables).Where(v => (support >> v & 1) != 0)];
            if (Solve(system, chosen) is not { } vertex)
            {
                continue;
            }

            Fraction[] sums = [.. Enumerable.Range(0, 3).Select(rank => Sum(vertex, system.Ranks, rank))];
            int order = best.Count == 0 ? -1 : Compare(sums, lowest);
            if (order < 0)
            {
                best.Clear();
                lowest = sums;
            }

            if (order <= 0)
            {
                best.Add(vertex);
            }
        }

        return [.. best.Select(vertex => vertex.Select(v => v.Rounded()).ToArray())];
    }

    private static Fraction Sum(Fraction[] vertex, IReadOnlyList<int> ranks, int rank) =>
        vertex.Where((_, v) => ranks[v] == rank).Aggregate(Fraction.Zero, (sum, value) => sum + value);

    private static int Compare(Fraction[] left, Fraction[] right) =>
        left.Zip(right, (l, r) => (l - r).Sign).FirstOrDefault(sign => sign != 0);

    // The only solution in which all but the chosen variables are zero, or null if there is none, more than one, or one below zero.
    private static Fraction[]? Solve(EquationSystem system, int[] chosen)
    {
        List<Fraction[]> rows = [.. system.Equations.Select(e => Row(e, chosen))];
        for (int c = 0; c < chosen.Length; c++)
        {
            int pivot = rows.FindIndex(c, row => row[c].Sign != 0);
            if (pivot < 0)
            {
                return null;
            }

            (rows[c], rows[pivot]) = (rows[pivot], rows[c]);
            for (int r = 0; r < rows.Count; r++)
            {
                if (r != c)
                {
                    Fraction factor = rows[r][c] / rows[c][c];
                    rows[r] = [.. rows[r].Zip(rows[c], (mine, other) => mine - (factor * other))];
                }
            }
        }

        if (rows.Skip(chosen.Length).Any(row => row[^1].Sign != 0))
        {
            return null;
        }

        Fraction[] values = [.. Enumerable.Repeat(Fraction.Zero, system.Ranks.Count)];
        for (int c = 0; c < chosen.Length; c++)
        {
            values[chosen[c]] = rows[c][^1] / rows[c][c];
        }

        return values.Any(v => v.Sign < 0) ? null : values;
    }

    private static Fraction[] Row(LinearExpression equation, int[] chosen) =>
    [
        .. chosen.Select(v => Fraction.Of(equation.Terms.FirstOrDefault(t => t.Variable == v).Coefficient)),
        Fraction.Of(-equation.Constant),
    ];

    private readonly record struct Fraction(BigInteger Numerator, BigInteger Denominator)
    {
        public static Fraction Zero => Of(0);

        public int Sign => Numerator.Sign * Denominator.Sign;

        public static Fraction Of(long value) => new(value, 1);

        public static Fraction operator +(Fraction left, Fraction right) =>
            new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

        public static Fraction operator -(Fraction left, Fraction right) => left + new Fraction(-right.Numerator, right.Denominator);

        public static Fraction operator *(Fraction left, Fraction right) =>
            new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

        public static Fraction operator /(Fraction left, Fraction right) =>
            new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

        // Of a value that is not negative.
        public long Rounded()
        {
            BigInteger numerator = BigInteger.Abs(Numerator);
            BigInteger denominator = BigInteger.Abs(Denominator);
            return (long)(((2 * numerator) + denominator) / (2 * denominator));
        }
    }
}
