using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>One halving of a FRI layer: fold(v0, v1, t, a) = (v0 + v1) + a (v0 - v1) / t over neighbouring slots.</summary>
/// <remarks>
/// Lanes: one row of the result per lane, whose pair of values lies in two vectors. Twin: <see cref="Scalar.ScalarFold"/>.
/// </remarks>
internal static unsafe class FriFoldKernel
{
    /// <summary>Folds to rows first .. first + count - 1 at the width that the processor has.</summary>
    /// <param name="source">Four columns of 2^logSize values.</param>
    /// <param name="destination">Four columns of 2^(logSize - 1) values, written.</param>
    /// <param name="alpha">The folding coefficient.</param>
    /// <param name="circle">True where the values lie on a circle domain (t is y), false for a line domain (t is x).</param>
    /// <param name="twiddles">The FFT factors.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows, a multiple of sixteen.</param>
    public static void Halve(
        ColumnBlock source, ColumnBlock destination, QM31 alpha, bool circle, TwiddleTable twiddles, long first, int count)
    {
        if (VectorHardware.HasWideLanes)
        {
            Halve<WideM31>(source, destination, alpha, circle, twiddles, first, count);
        }
        else
        {
            Halve<PackedM31>(source, destination, alpha, circle, twiddles, first, count);
        }
    }

    /// <summary>Folds to rows first .. first + count - 1, a multiple of the width, at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Halve<T>(
        ColumnBlock source, ColumnBlock destination, QM31 alpha, bool circle, TwiddleTable twiddles, long first, int count)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: twice as many rows of the source exist as of the destination, and a factor for each of the latter.
        int log = source.LogSize;
        uint* factors = circle ? twiddles.Line(log, 1, true) : twiddles.Line(log + 1, 1, true);
        uint* s0 = source.Column(0), s1 = source.Column(1), s2 = source.Column(2), s3 = source.Column(3);
        uint* d0 = destination.Column(0), d1 = destination.Column(1), d2 = destination.Column(2), d3 = destination.Column(3);
        PackedQM31<T> factor = PackedQM31<T>.Broadcast(alpha);
        for (long row = first; row < first + count; row += T.Width)
        {
            T inverse = circle ? LanePairs.CircleFactors<T>(factors + (row >> 1)) : T.Load(factors + row);
            T even0 = Split(s0 + (2 * row), out T odd0);
            T even1 = Split(s1 + (2 * row), out T odd1);
            T even2 = Split(s2 + (2 * row), out T odd2);
            T even3 = Split(s3 + (2 * row), out T odd3);
            PackedQM31<T> v0 = new(even0, even1, even2, even3);
            PackedQM31<T> v1 = new(odd0, odd1, odd2, odd3);
            PackedQM31<T> folded = v0 + v1 + (factor * ((v0 - v1) * inverse));
            folded.Store(d0 + row, d1 + row, d2 + row, d3 + row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Split<T>(uint* source, out T odd)
        where T : unmanaged, IPackedM31<T>
    {
        T low = T.Load(source), high = T.Load(source + T.Width);
        odd = LanePairs.Odd(low, high);
        return LanePairs.Even(low, high);
    }
}
