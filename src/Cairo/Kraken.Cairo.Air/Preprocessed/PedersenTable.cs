using System;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Hashing;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>
/// The points that a Pedersen hash by windows looks up. For each of the two inputs: blocks of 2^w rows -S + k 2^(w b) P_low, then a last
/// block in which the low w - 4 bits of the row count P_low and the high four P_high; padded with the first row.
/// </summary>
public sealed class PedersenTable
{
    private const int ScalarBits = 252;
    private const int HighBits = 4;

    private static readonly Lazy<PedersenTable> LazyNarrow = new(() => new PedersenTable(9), LazyThreadSafetyMode.ExecutionAndPublication);
    private static readonly Lazy<PedersenTable> LazyWide = new(() => new PedersenTable(18), LazyThreadSafetyMode.ExecutionAndPublication);

    private readonly AffinePoint[] points;

    private PedersenTable(int windowBits)
    {
        WindowBits = windowBits;
        int rows = 2 * Windows << windowBits;
        LogSize = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)rows));
        points = new AffinePoint[1 << LogSize];
        Parallel.For(0, 2 * Windows, FillBlock);
        points.AsSpan(rows).Fill(points[0]);
    }

    /// <summary>The table of 9-bit windows, 2^15 points, made on first use.</summary>
    public static PedersenTable Narrow => LazyNarrow.Value;

    /// <summary>The table of 18-bit windows, 2^23 points (512 MiB), made on first use.</summary>
    public static PedersenTable Wide => LazyWide.Value;

    /// <summary>How many bits of the scalar one window takes.</summary>
    public int WindowBits { get; }

    /// <summary>The log of the number of rows.</summary>
    public int LogSize { get; }

    /// <summary>Windows per input.</summary>
    public int Windows => ScalarBits / WindowBits;

    /// <summary>A row's point; of row 0 for a row beyond the table.</summary>
    public AffinePoint this[uint row] => points[row < points.Length ? row : 0];

    private void FillBlock(int block)
    {
        (AffinePoint low, AffinePoint high) = block < Windows
            ? (PedersenPoints.FirstLow, PedersenPoints.FirstHigh)
            : (PedersenPoints.SecondLow, PedersenPoints.SecondHigh);
        int window = block % Windows;
        JacobianPoint step = new(low);
        for (int i = 0; i < window * WindowBits; i++)
        {
            step.DoubleInPlace();
        }

        JacobianPoint start = -new JacobianPoint(PedersenPoints.Shift);
        int rows = window == Windows - 1 ? 1 << (WindowBits - HighBits) : 1 << WindowBits;
        AffinePoint affineStep = step.ToAffine();
        for (int first = 0; first < 1 << WindowBits; first += rows)
        {
            FillRun(start, affineStep, points.AsSpan((block << WindowBits) + first, rows));
            start.Add(high);
        }
    }

    private static void FillRun(JacobianPoint start, AffinePoint step, Span<AffinePoint> rows)
    {
        const int chunk = 4096;
        JacobianPoint[] points = new JacobianPoint[Math.Min(chunk, rows.Length)];
        for (int first = 0; first < rows.Length; first += points.Length)
        {
            for (int i = 0; i < points.Length; i++)
            {
                points[i] = start;
                start.Add(step);
            }

            JacobianPoint.ToAffine(points, rows.Slice(first, points.Length));
        }
    }
}
