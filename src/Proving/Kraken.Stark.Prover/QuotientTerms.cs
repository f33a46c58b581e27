using System.Collections.Generic;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover;

/// <summary>
/// All samples at one out-of-domain point: the numerator is sum c_i f_i(D) - a D.y - b with the line through (P.y, v) and its conjugate.
/// The columns are grouped by size, so that each group is summed on its own domain and lifted once.
/// </summary>
internal sealed class QuotientTerms(CirclePoint<QM31> point)
{
    private readonly QM31 c = point.Y.Conjugate() - point.Y;

    /// <summary>The point at which the columns were sampled.</summary>
    public CirclePoint<QM31> Point => point;

    /// <summary>The sum of the slopes a.</summary>
    public QM31 SumA { get; private set; }

    /// <summary>The sum of the intercepts b.</summary>
    public QM31 SumB { get; private set; }

    /// <summary>Columns and weights by the log size of their coefficients.</summary>
    public SortedDictionary<int, (List<ColumnReference> Columns, List<QM31> Weights)> Groups { get; } = [];

    /// <summary>Adds a sample.</summary>
    /// <param name="column">The column's coefficients.</param>
    /// <param name="value">Its value at the point.</param>
    /// <param name="power">The power of the quotient coefficient.</param>
    public void Add(ColumnReference column, QM31 value, QM31 power)
    {
        QM31 conjugate = value.Conjugate();
        SumA += power * (conjugate - value);
        SumB += power * ((value * point.Y.Conjugate()) - (conjugate * point.Y));
        if (!Groups.TryGetValue(column.LogSize, out (List<ColumnReference> Columns, List<QM31> Weights) group))
        {
            Groups[column.LogSize] = group = ([], []);
        }

        group.Columns.Add(column);
        group.Weights.Add(power * c);
    }
}
