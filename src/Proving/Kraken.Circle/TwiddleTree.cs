using System;
using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>
/// The FFT factors of all canonic circle domains up to a size, forward and inverse.
/// One flat buffer of 2^(MaxLogSize - 1) values: the layers follow each other, largest first; a layer of c twiddles (a power of two) lies
/// at [Length - 2c, Length - c) and the last value is 1. Layer l >= 1 of a domain of 2^n points has c = 2^(n - 1 - l) twiddles, the x
/// coordinates of the first half of the doubled half coset, bit-reversed. The tree of a smaller domain is the tail of the same buffer.
/// Slots that follow each other read twiddles that do: the tree of a part of larger domains is a run of each of their layers.
/// </summary>
public sealed class TwiddleTree
{
    // Half of the circle's points; a canonic domain has no more.
    private const int LargestDomain = 30;

    private readonly M31[] forward;
    private readonly M31[] inverse;
    private readonly int logParts;
    private readonly uint part;

    /// <summary>Computes the tree for domains of up to 2^maxLogSize points.</summary>
    /// <param name="maxLogSize">1..29.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public TwiddleTree(int maxLogSize)
        : this(maxLogSize, 0, 0)
    {
    }

    /// <summary>
    /// Computes the tree for one part of larger domains: what it gives for 2^n points are the twiddles of the slots part 2^n up to
    /// (part + 1) 2^n of the domain of 2^(n + logParts) points.
    /// </summary>
    /// <param name="maxLogSize">log2 of the points of the largest part, 1..29.</param>
    /// <param name="logParts">log2 of the number of parts, at least 0; with maxLogSize at most 30.</param>
    /// <param name="part">Which part, below 2^logParts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the part is out of range.</exception>
    public TwiddleTree(int maxLogSize, int logParts, int part)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLogSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLogSize, 29);
        ArgumentOutOfRangeException.ThrowIfNegative(logParts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logParts, LargestDomain - maxLogSize);
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(part, 1 << logParts);
        MaxLogSize = maxLogSize;
        this.logParts = logParts;
        this.part = (uint)part;
        forward = Build();
        inverse = Invert(forward);
    }

    /// <summary>log2 of the largest domain, or of the largest part.</summary>
    public int MaxLogSize { get; }

    /// <summary>The whole forward buffer, which the garbage collector does not move.</summary>
    public ReadOnlySpan<M31> Forward => forward;

    /// <summary>The inverses, in the same layout, which it does not move either.</summary>
    public ReadOnlySpan<M31> Inverse => inverse;

    /// <summary>
    /// The x twiddles of layer l >= 1 of the domain of 2^logSize points; entry h belongs to the pairs (slot, slot + 2^l) of block h.
    /// </summary>
    public ReadOnlySpan<M31> Line(int logSize, int layer) => Layer(forward, logSize - 1 - layer);

    /// <summary>The inverses of <see cref="Line"/>, in the same order.</summary>
    public ReadOnlySpan<M31> LineInverse(int logSize, int layer) => Layer(inverse, logSize - 1 - layer);

    /// <summary>The y twiddle of the slots (2h, 2h + 1) of the domain of 2^logSize points, logSize >= 1.</summary>
    public M31 Circle(int logSize, int h) => logSize <= 2
        ? SmallCircle(logSize, h)
        : CircleFromLine(Line(logSize, 1), h);

    /// <summary>The inverse of <see cref="Circle"/> at the same place.</summary>
    public M31 CircleInverse(int logSize, int h) => logSize <= 2
        ? SmallCircle(logSize, h).Inverse()
        : CircleFromLine(LineInverse(logSize, 1), h);

    private static ReadOnlySpan<M31> Layer(M31[] buffer, int logCount)
    {
        int count = 1 << logCount;
        return buffer.AsSpan(buffer.Length - (2 * count), count);
    }

    /// <summary>Each pair (x, y) of layer 1 gives the four y coordinates y, -y, -x, x.</summary>
    private static M31 CircleFromLine(ReadOnlySpan<M31> line, int h)
    {
        M31 value = line[((h >> 2) << 1) + ((h & 2) == 0 ? 1 : 0)];
        return (h & 3) is 1 or 2 ? -value : value;
    }

    private M31 SmallCircle(int logSize, int h) =>
        new CanonicCoset(logSize + logParts).CircleDomain.AtSlot((part << logSize) + ((uint)h << 1)).Y;

    private M31[] Build()
    {
        M31[] buffer = GC.AllocateUninitializedArray<M31>(1 << (MaxLogSize - 1), pinned: true);
        buffer[^1] = M31.One;
        Coset coset = Coset.HalfOdds(MaxLogSize + logParts - 1);
        int offset = 0;
        for (; coset.LogSize > logParts; coset = coset.Double())
        {
            int count = 1 << (coset.LogSize - logParts - 1);
            FillLayer(buffer.AsSpan(offset, count), coset);
            offset += count;
        }

        return buffer;
    }

    /// <summary>
    /// The part's run of a bit-reversed layer: every 2^logParts-th of the coset's points, from that of the part's reversed number on.
    /// </summary>
    private void FillLayer(Span<M31> layer, Coset coset)
    {
        CirclePoint<M31> point = coset.At(BitReversal.Reverse(part, logParts));
        CirclePoint<M31> step = coset.Step.Double(logParts);
        for (int k = 0; k < layer.Length; k++)
        {
            layer[k] = point.X;
            point += step;
        }

        BitReversal.Permute(layer);
    }

    private static M31[] Invert(M31[] values)
    {
        M31[] result = GC.AllocateUninitializedArray<M31>(values.Length, pinned: true);
        M31 product = M31.One;
        for (int i = 0; i < values.Length; i++)
        {
            result[i] = product;
            product *= values[i];
        }

        M31 running = product.Inverse();
        for (int i = values.Length - 1; i >= 0; i--)
        {
            result[i] *= running;
            running *= values[i];
        }

        return result;
    }
}
