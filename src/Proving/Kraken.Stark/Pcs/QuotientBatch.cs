using System.Collections.Generic;
using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Pcs;

/// <summary>
/// All samples at one out-of-domain point P. Each says that the numerator c f(D) - a D.y - b vanishes at P and its
/// conjugate, where the line (a, b, c) runs through (P.y, v) and (conj P.y, conj v); they are added with powers of the
/// quotient coefficient and divided by one denominator.
/// </summary>
internal sealed class QuotientBatch(CirclePoint<QM31> point)
{
    private readonly List<QuotientTerm> terms = [];
    private readonly QM31 c = point.Y.Conjugate() - point.Y;
    private QM31 sumA;
    private QM31 sumB;

    /// <summary>Adds a sample.</summary>
    /// <param name="column">The column, counted over all trees.</param>
    /// <param name="value">The claimed value at the point.</param>
    /// <param name="power">The power of the quotient coefficient.</param>
    internal void Add(int column, QM31 value, QM31 power)
    {
        QM31 conjugate = value.Conjugate();
        sumA += power * (conjugate - value);
        sumB += power * ((value * point.Y.Conjugate()) - (conjugate * point.Y));
        terms.Add(new(column, power * c));
    }

    /// <summary>The numerator at a domain point, given the row of opened values.</summary>
    internal QM31 Numerator(M31[] row, M31 y)
    {
        QM31 sum = -(sumA * y) - sumB;
        foreach (QuotientTerm term in terms)
        {
            sum += term.Weight * row[term.Column];
        }

        return sum;
    }

    /// <summary>The denominator at a domain point: (Re P.x - D.x) Im P.y - (Re P.y - D.y) Im P.x.</summary>
    internal CM31 Denominator(CirclePoint<M31> domainPoint) =>
        ((point.X.X0 - domainPoint.X) * point.Y.X1) - ((point.Y.X0 - domainPoint.Y) * point.X.X1);
}
