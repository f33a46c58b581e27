using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Tests.Oracles;

/// <summary>Sums of base values with secure weights, product by product.</summary>
internal static class WeightedSumOracle
{
    /// <summary>The sum over one row of columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="weights">One per column.</param>
    /// <param name="constant">Added to the sum.</param>
    /// <param name="row">The row.</param>
    public static QM31 Row(IReadOnlyList<ColumnReference> columns, IReadOnlyList<QM31> weights, QM31 constant, int row)
    {
        QM31 sum = constant;
        for (int i = 0; i < columns.Count; i++)
        {
            sum += weights[i] * M31.FromCanonical(columns[i].Rows[row]);
        }

        return sum;
    }

    /// <summary>The sum over the first rows of one column, each with its own weight.</summary>
    public static QM31 InnerProduct(ColumnReference column, ColumnBlock weights, int rows)
    {
        QM31 sum = QM31.Zero;
        for (int row = 0; row < rows; row++)
        {
            sum += Columns.Secure(weights, row) * M31.FromCanonical(column.Rows[row]);
        }

        return sum;
    }

    /// <summary>Weights as the kernel takes them, four words each, from the first on.</summary>
    public static QM31[] Weights(System.ReadOnlySpan<uint> words, int count)
    {
        QM31[] weights = new QM31[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = new(
                M31.FromCanonical(words[4 * i]),
                M31.FromCanonical(words[(4 * i) + 1]),
                M31.FromCanonical(words[(4 * i) + 2]),
                M31.FromCanonical(words[(4 * i) + 3]));
        }

        return weights;
    }
}
