using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The division of quotients: numerators, less the line through the samples, over the denominators of each slot.</summary>
/// <remarks>
/// Lanes: one slot of the domain per lane, slots that follow each other; a secure value four vectors. Coordinates of slots are made eight
/// at a time. Twin: the formula, slot by slot (<c>QuotientOracle</c> of the tests).
/// </remarks>
internal static unsafe class QuotientKernel
{
    private const int Strip = LaneOperations.StripRows;

    /// <summary>Writes the sum of the quotients of all points, for rows row .. row + rows - 1.</summary>
    /// <param name="batches">The numerators by point.</param>
    /// <param name="result">Four columns on the evaluation domain.</param>
    /// <param name="row">The first slot.</param>
    /// <param name="rows">The number of slots, a multiple of the width and at most 256.</param>
    /// <param name="twiddles">FFT factors of the domain.</param>
    /// <typeparam name="T">The lanes.</typeparam>
    public static void Divide<T>(IReadOnlyList<QuotientSums> batches, ColumnBlock result, long row, int rows, TwiddleTable twiddles)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: the strip lies in the first slots of the domain; scratch covers 6 strips.
        uint* x = stackalloc uint[6 * Strip];
        uint* y = x + Strip, factors = x + (2 * Strip), norms = x + (4 * Strip), inverses = x + (5 * Strip);
        DomainPoints(twiddles, result.LogSize, row, rows, x, y);
        for (int index = 0; index < batches.Count; index++)
        {
            Denominators<T>(batches[index].Terms.Point, x, y, factors, norms, rows);
            BatchInversion.Invert<T>(norms, inverses, rows);
            for (int k = 0; k < 2; k++)
            {
                LaneOperations.Multiply(factors + (k * Strip), factors + (k * Strip), inverses, rows);
            }

            AddQuotients<T>(batches[index], result, row, y, factors, rows, index == 0);
        }
    }

    /// <summary>The conjugates of (Re X - x) Im Y - (Re Y - y) Im X, two runs of a strip, and their norms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Denominators<T>(CirclePoint<QM31> point, uint* x, uint* y, uint* conjugates, uint* norms, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        PackedCM31<T> realX = PackedCM31<T>.Broadcast(point.X.X0), imaginaryX = PackedCM31<T>.Broadcast(point.X.X1);
        PackedCM31<T> realY = PackedCM31<T>.Broadcast(point.Y.X0), imaginaryY = PackedCM31<T>.Broadcast(point.Y.X1);
        T zero = T.Broadcast(M31.Zero);
        for (int i = 0; i < rows; i += T.Width)
        {
            PackedCM31<T> dx = new(realX.A - T.Load(x + i), realX.B), dy = new(realY.A - T.Load(y + i), realY.B);
            PackedCM31<T> denominator = (dx * imaginaryY) - (dy * imaginaryX);
            denominator.A.Store(conjugates + i);
            (zero - denominator.B).Store(conjugates + Strip + i);
            denominator.Norm().Store(norms + i);
        }
    }

    /// <summary>The lifted numerators less the line through the samples, times a factor, added to the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddQuotients<T>(QuotientSums batch, ColumnBlock result, long row, uint* y, uint* factors, int rows, bool isFirst)
        where T : unmanaged, IPackedM31<T>
    {
        PackedQM31<T> slope = PackedQM31<T>.Broadcast(batch.Terms.SumA);
        PackedQM31<T> intercept = PackedQM31<T>.Broadcast(batch.Terms.SumB);
        uint* first = result.Column(0) + row;
        nint stride = (nint)result.Stride;
        for (int i = 0; i < rows; i += T.Width)
        {
            PackedQM31<T> numerator = Lifted<T>(batch, row + i) - (slope * T.Load(y + i)) - intercept;
            PackedCM31<T> factor = new(T.Load(factors + i), T.Load(factors + Strip + i));
            PackedQM31<T> quotient = numerator * factor;
            (isFirst ? quotient : quotient + PackedQM31<T>.Load(first + i, stride)).Store(first + i, stride);
        }
    }

    /// <summary>
    /// The coordinates of the slots of the domain: eight slots lie over one pair (s, t) of layer-1 factors and are
    /// (s, t), (s, -t), (-s, -t), (-s, t), (t, -s), (t, s), (-t, s), (-t, -s).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DomainPoints(TwiddleTable twiddles, int logDomain, long row, int rows, uint* x, uint* y)
    {
        uint* line = twiddles.Line(logDomain, 1, false) + (row >> 2);
        PackedM31 zero = PackedM31.Broadcast(M31.Zero);
        Vector256<uint> negativeX = Vector256.Create(0u, 0, ~0u, ~0u, 0, 0, ~0u, ~0u);
        Vector256<uint> negativeY = Vector256.Create(0u, ~0u, ~0u, 0, ~0u, 0, 0, ~0u);
        for (int i = 0; i < rows; i += 8, line += 2)
        {
            Vector128<uint> s = Vector128.Create(line[0]), t = Vector128.Create(line[1]);
            Vector256<uint> horizontal = Vector256.Create(s, t), vertical = Vector256.Create(t, s);
            Vector256.ConditionalSelect(negativeX, (zero - new PackedM31(horizontal)).Lanes, horizontal).Store(x + i);
            Vector256.ConditionalSelect(negativeY, (zero - new PackedM31(vertical)).Lanes, vertical).Store(y + i);
        }
    }

    /// <summary>The numerators of all sizes at slots of the largest, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PackedQM31<T> Lifted<T>(QuotientSums batch, long slot)
        where T : unmanaged, IPackedM31<T>
    {
        PackedQM31<T> total = PackedQM31<T>.Broadcast(QM31.Zero);
        foreach (ColumnBlock sum in batch.Sums)
        {
            int k = batch.LogRows - sum.LogSize;
            total += new PackedQM31<T>(
                LanePairs.Lifted<T>(sum.Column(0), slot, k),
                LanePairs.Lifted<T>(sum.Column(1), slot, k),
                LanePairs.Lifted<T>(sum.Column(2), slot, k),
                LanePairs.Lifted<T>(sum.Column(3), slot, k));
        }

        return total;
    }
}
