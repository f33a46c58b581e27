using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>One halving of a FRI layer: fold(v0, v1, t, a) = (v0 + v1) + a (v0 - v1) / t over neighbouring slots.</summary>
internal static unsafe class FriFoldKernel
{
    private const long RowsPerTask = 1 << 14;

    /// <summary>Folds 2^logSize secure values to half as many.</summary>
    /// <param name="source">Four columns of 2^logSize values.</param>
    /// <param name="destination">Four columns of 2^(logSize - 1) values, written.</param>
    /// <param name="alpha">The folding coefficient.</param>
    /// <param name="circle">True where the values lie on a circle domain (t is y), false for a line domain (t is x).</param>
    /// <param name="twiddles">The FFT factors.</param>
    public static void Halve(ColumnBlock source, ColumnBlock destination, QM31 alpha, bool circle, TwiddleTable twiddles)
    {
        int log = source.LogSize;
        long rows = 1L << (log - 1);
        if (rows < 16)
        {
            HalveScalar(source, destination, alpha, circle, twiddles);
            return;
        }

        Parallel.For(0, (int)((rows + RowsPerTask - 1) / RowsPerTask), task =>
        {
            for (long row = task * RowsPerTask; row < Math.Min(rows, (task + 1) * RowsPerTask); row += 8)
            {
                HalveEight(source, destination, alpha, circle, twiddles, row);
            }
        });
    }

    /// <summary>The scalar twin of <see cref="Halve"/>.</summary>
    public static void HalveScalar(ColumnBlock source, ColumnBlock destination, QM31 alpha, bool circle, TwiddleTable twiddles)
    {
        int log = source.LogSize;
        for (int row = 0; row < 1 << (log - 1); row++)
        {
            M31 inverse = circle ? twiddles.Tree.CircleInverse(log, row) : twiddles.Tree.LineInverse(log + 1, 1)[row];
            QM31 v0 = Read(source, 2 * row);
            QM31 v1 = Read(source, (2 * row) + 1);
            QM31 folded = v0 + v1 + (alpha * ((v0 - v1) * inverse));
            for (int k = 0; k < 4; k++)
            {
                destination.Column(k)[row] = folded[k].Value;
            }
        }
    }

    private static QM31 Read(ColumnBlock block, int row) => new(
        M31.FromCanonical(block.Column(0)[row]),
        M31.FromCanonical(block.Column(1)[row]),
        M31.FromCanonical(block.Column(2)[row]),
        M31.FromCanonical(block.Column(3)[row]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HalveEight(ColumnBlock source, ColumnBlock destination, QM31 alpha, bool circle, TwiddleTable twiddles, long row)
    {
        // SAFETY: rows 2 row .. 2 row + 15 of the source and row .. row + 7 of the destination exist.
        int log = source.LogSize;
        PackedM31 inverse = circle
            ? CircleFactors(twiddles.Line(log, 1, true), row)
            : PackedM31.Load(twiddles.Line(log + 1, 1, true) + row);
        PackedM31 even0 = Split(source.Column(0) + (2 * row), out PackedM31 odd0);
        PackedM31 even1 = Split(source.Column(1) + (2 * row), out PackedM31 odd1);
        PackedM31 even2 = Split(source.Column(2) + (2 * row), out PackedM31 odd2);
        PackedM31 even3 = Split(source.Column(3) + (2 * row), out PackedM31 odd3);
        PackedQM31<PackedM31> v0 = new(even0, even1, even2, even3);
        PackedQM31<PackedM31> v1 = new(odd0, odd1, odd2, odd3);
        PackedQM31<PackedM31> folded = v0 + v1 + (PackedQM31<PackedM31>.Broadcast(alpha) * ((v0 - v1) * inverse));
        folded.Store(destination.Column(0) + row, destination.Column(1) + row, destination.Column(2) + row, destination.Column(3) + row);
    }

    private static PackedM31 Split(uint* source, out PackedM31 odd)
    {
        Vector256<uint> low = Vector256.Load(source);
        Vector256<uint> high = Vector256.Load(source + 8);
        odd = new(LaneTransposition.Odd(low, high));
        return new(LaneTransposition.Even(low, high));
    }

    /// <summary>Each pair (x, y) of layer 1 gives the four factors y, -y, -x, x of layer 0.</summary>
    private static PackedM31 CircleFactors(uint* line, long row)
    {
        Vector128<uint> pairs = Vector128.Load(line + (row >> 1));
        Vector256<uint> spread = Vector256.Create(
            Vector128.Shuffle(pairs, Vector128.Create(1u, 1, 0, 0)), Vector128.Shuffle(pairs, Vector128.Create(3u, 3, 2, 2)));
        PackedM31 negative = PackedM31.Broadcast(M31.Zero) - new PackedM31(spread);
        Vector256<uint> mask = Vector256.Create(0u, ~0u, ~0u, 0, 0, ~0u, ~0u, 0);
        return new(Vector256.ConditionalSelect(mask, negative.Lanes, spread));
    }
}
