using System;
using System.Collections.Generic;

namespace Kraken.Sierra.Metadata.Equations;

/// <summary>A sum of variables with coefficients and a constant; terms without a coefficient are left out.</summary>
internal sealed class LinearExpression
{
    private static readonly (int Variable, int Coefficient)[] NoTerms = [];

    private readonly (int Variable, int Coefficient)[] terms;

    private LinearExpression((int Variable, int Coefficient)[] terms, long constant)
    {
        this.terms = terms;
        Constant = constant;
    }

    /// <summary>The empty sum.</summary>
    public static LinearExpression Zero { get; } = Of(0);

    /// <summary>The part without variables.</summary>
    public long Constant { get; }

    /// <summary>The terms by ascending variable.</summary>
    public IReadOnlyList<(int Variable, int Coefficient)> Terms => terms;

    /// <summary>Whether nothing is left.</summary>
    public bool IsZero => terms.Length == 0 && Constant == 0;

    /// <summary>A constant.</summary>
    public static LinearExpression Of(long constant) => new(NoTerms, constant);

    /// <summary>One variable with coefficient 1.</summary>
    public static LinearExpression OfVariable(int variable) => new([(variable, 1)], 0);

    /// <summary>A sum.</summary>
    public static LinearExpression operator +(LinearExpression left, LinearExpression right) => Combine(left, right, 1);

    /// <summary>A difference.</summary>
    public static LinearExpression operator -(LinearExpression left, LinearExpression right) => Combine(left, right, -1);

    private static LinearExpression Combine(LinearExpression left, LinearExpression right, int sign)
    {
        long constant = checked(left.Constant + (sign * right.Constant));
        if (right.terms.Length == 0)
        {
            return new LinearExpression(left.terms, constant);
        }

        List<(int Variable, int Coefficient)> merged = new(left.terms.Length + right.terms.Length);
        int i = 0;
        foreach ((int variable, int coefficient) in right.terms)
        {
            while (i < left.terms.Length && left.terms[i].Variable < variable)
            {
                merged.Add(left.terms[i++]);
            }

            int sum = sign * coefficient;
            if (i < left.terms.Length && left.terms[i].Variable == variable)
            {
                sum = checked(sum + left.terms[i++].Coefficient);
            }

            if (sum != 0)
            {
                merged.Add((variable, sum));
            }
        }

        merged.AddRange(left.terms.AsSpan(i));
        return new LinearExpression([.. merged], constant);
    }
}
