using System;
using System.Threading.Tasks;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Transforms;

/// <summary>
/// Weights with which a column gives its polynomial's value at an out-of-domain point by one inner product: of its coefficients with the
/// FFT basis polynomials b, or of its values, f(Z) = b(Z) . iFFT(values) = iFFT^T(b(Z)) . values. Shared by all columns of a size.
/// </summary>
public static class EvaluationWeights
{
    private const long RowsPerTask = 1 << 14;

    /// <summary>Computes the weights of coefficients.</summary>
    /// <param name="pool">Memory for the four weight columns.</param>
    /// <param name="point">The point at which to evaluate.</param>
    /// <param name="logSize">log2 of the number of coefficients.</param>
    public static ColumnBlock OfCoefficients(BufferPool pool, CirclePoint<QM31> point, int logSize)
    {
        ColumnBlock weights = new(pool, logSize, 4);
        Basis(weights, point, logSize, M31.One);
        return weights;
    }

    /// <summary>Computes the weights of values.</summary>
    /// <param name="pool">Memory for the four weight columns.</param>
    /// <param name="point">The point at which to evaluate.</param>
    /// <param name="logSize">log2 of the number of coefficients.</param>
    /// <param name="domainLog">log2 of the canonic domain whose first 2^logSize slots hold the values.</param>
    /// <param name="twiddles">The FFT factors.</param>
    public static ColumnBlock Compute(BufferPool pool, CirclePoint<QM31> point, int logSize, int domainLog, TwiddleTable twiddles)
    {
        ColumnBlock weights = new(pool, logSize, 4);
        Basis(weights, point, logSize, M31.FromCanonical(1u << logSize).Inverse());
        Parallel.For(0, 4, i => CircleTransform.TransposeInterpolation(new ColumnReference(weights, i), domainLog, twiddles));
        return weights;
    }

    /// <summary>The value at the weights' point of the polynomial of a column.</summary>
    /// <param name="column">2^logSize coefficients, or values on the slots that the weights are for.</param>
    public static QM31 Evaluate(ColumnReference column, ColumnBlock weights)
    {
        int rows = 1 << weights.LogSize;
        if (rows >= 8)
        {
            return WeightedSum.InnerProduct(column, weights);
        }

        QM31 sum = QM31.Zero;
        for (int i = 0; i < rows; i++)
        {
            sum += weights.Secure(i) * M31.FromCanonical(column.Rows[i]);
        }

        return sum;
    }

    /// <summary>b_i(Z) times a scale: product over the set bits k of i of factor k.</summary>
    private static void Basis(ColumnBlock block, CirclePoint<QM31> point, int logSize, M31 scale)
    {
        Span<QM31> factors = stackalloc QM31[logSize];
        CirclePolynomial.Factors(point, factors);
        Write(block, 0, scale);
        for (int k = 0; k < logSize; k++)
        {
            int size = 1 << k;
            if (size < 8)
            {
                for (int i = 0; i < size; i++)
                {
                    Write(block, size + i, block.Secure(i) * factors[k]);
                }

                continue;
            }

            QM31 factor = factors[k];
            long part = Math.Min(size, RowsPerTask);
            Parallel.For(0, (int)(size / part), task => SecureOperations.Scale(block, task * part, part, size, factor));
        }
    }

    private static void Write(ColumnBlock block, int row, QM31 value)
    {
        for (int k = 0; k < 4; k++)
        {
            block.Rows(k)[row] = value[k].Value;
        }
    }
}
