using System.Collections.Generic;

namespace Kraken.Sierra.Metadata.Equations.Simplex;

/// <summary>
/// A sum of variables whose order counts: a new one comes last, and where one falls out the last takes its place, as in the maps of the
/// compilers whose solutions are to be met.
/// </summary>
internal sealed class OrderedExpression
{
    private readonly List<(int Variable, int Coefficient)> terms;

    private OrderedExpression(List<(int Variable, int Coefficient)> terms, long constant)
    {
        this.terms = terms;
        Constant = constant;
    }

    /// <summary>The empty sum.</summary>
    internal static OrderedExpression Zero { get; } = Of(0);

    /// <summary>The part without variables.</summary>
    internal long Constant { get; }

    /// <summary>The terms in their order.</summary>
    internal IReadOnlyList<(int Variable, int Coefficient)> Terms => terms;

    /// <summary>A constant.</summary>
    internal static OrderedExpression Of(long constant) => new([], constant);

    /// <summary>One variable with coefficient 1.</summary>
    internal static OrderedExpression OfVariable(int variable) => new([(variable, 1)], 0);

    /// <summary>A sum, or with -1 a difference.</summary>
    internal OrderedExpression Combine(OrderedExpression other, int sign)
    {
        long constant = checked(Constant + (sign * other.Constant));
        if (other.terms.Count == 0)
        {
            return new OrderedExpression(terms, constant);
        }

        List<(int Variable, int Coefficient)> merged = [.. terms];
        Dictionary<int, int> places = [];
        for (int i = 0; i < merged.Count; i++)
        {
            places[merged[i].Variable] = i;
        }

        foreach ((int variable, int coefficient) in other.terms)
        {
            if (!places.TryGetValue(variable, out int place))
            {
                places[variable] = merged.Count;
                merged.Add((variable, checked(sign * coefficient)));
                continue;
            }

            int sum = checked(merged[place].Coefficient + (sign * coefficient));
            merged[place] = (variable, sum);
            if (sum == 0)
            {
                merged[place] = merged[^1];
                places[merged[place].Variable] = place;
                merged.RemoveAt(merged.Count - 1);
                places.Remove(variable);
            }
        }

        return new OrderedExpression(merged, constant);
    }
}
