using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Weights with which a column gives its polynomial's value at an out-of-domain point by one inner product: of its coefficients with the
/// FFT basis polynomials b, or of its values, f(Z) = b(Z) . iFFT(values) = iFFT^T(b(Z)) . values. Shared by all columns of a size.
/// </summary>
public static unsafe class EvaluationWeights
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
        Parallel.For(0, 4, i => CircleTransform.TransposeInterpolation(weights.Column(i), logSize, domainLog, twiddles));
        return weights;
    }

    /// <summary>The value at the weights' point of the polynomial of a column.</summary>
    /// <param name="column">2^logSize coefficients, or values on the slots that the weights are for.</param>
    /// <param name="weights">The weights.</param>
    public static QM31 Evaluate(ColumnReference column, ColumnBlock weights) => Evaluate(column.Words, weights);

    private static QM31 Evaluate(uint* column, ColumnBlock weights)
    {
        long rows = 1L << weights.LogSize;
        if (rows >= 8)
        {
            return WeightedSum.InnerProduct(column, weights, rows);
        }

        QM31 sum = QM31.Zero;
        for (int i = 0; i < rows; i++)
        {
            sum += At(weights, i) * M31.FromCanonical(column[i]);
        }

        return sum;
    }

    private static QM31 At(ColumnBlock weights, int i) => new(
        M31.FromCanonical(weights.Column(0)[i]),
        M31.FromCanonical(weights.Column(1)[i]),
        M31.FromCanonical(weights.Column(2)[i]),
        M31.FromCanonical(weights.Column(3)[i]));

    /// <summary>b_i(Z) times a scale: product over the set bits k of i of factor k.</summary>
    private static void Basis(ColumnBlock block, CirclePoint<QM31> point, int logSize, M31 scale)
    {
        // SAFETY: every column covers 2^logSize words, padded to 8.
        Span<QM31> factors = stackalloc QM31[logSize];
        CirclePolynomial.Factors(point, factors);
        uint* c0 = block.Column(0), c1 = block.Column(1), c2 = block.Column(2), c3 = block.Column(3);
        Write(c0, c1, c2, c3, 0, scale);
        for (int k = 0; k < logSize; k++)
        {
            long size = 1L << k;
            if (size < 8)
            {
                for (long i = 0; i < size; i++)
                {
                    Write(c0, c1, c2, c3, size + i, At(block, (int)i) * factors[k]);
                }

                continue;
            }

            QM31 factor = factors[k];
            long part = Math.Min(size, RowsPerTask);
            Parallel.For(0, (int)(size / part), task => Scale(block, task * part, part, size, factor));
        }
    }

    /// <summary>Writes rows, times a factor, to the rows that lie a distance behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(ColumnBlock block, long first, long rows, long distance, QM31 factor)
    {
        // SAFETY: the block's columns cover first + rows + distance words; rows is a multiple of 8.
        PackedQM31<PackedM31> lanes = PackedQM31<PackedM31>.Broadcast(factor);
        uint* source = block.Column(0) + first;
        nint stride = (nint)block.Stride;
        for (long i = 0; i < rows; i += 8)
        {
            (PackedQM31<PackedM31>.Load(source + i, stride) * lanes).Store(source + distance + i, stride);
        }
    }

    private static void Write(uint* c0, uint* c1, uint* c2, uint* c3, long i, QM31 value)
    {
        c0[i] = value[0].Value;
        c1[i] = value[1].Value;
        c2[i] = value[2].Value;
        c3[i] = value[3].Value;
    }
}
