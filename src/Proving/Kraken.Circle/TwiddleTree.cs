using System;
using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>
/// The FFT factors of all canonic circle domains up to a size, forward and inverse.
/// One flat buffer of 2^(MaxLogSize - 1) values: the layers follow each other, largest first; a layer of c twiddles (a power of two) lies
/// at [Length - 2c, Length - c) and the last value is 1. Layer l >= 1 of a domain of 2^n points has c = 2^(n - 1 - l) twiddles, the x
/// coordinates of the first half of the doubled half coset, bit-reversed. The tree of a smaller domain is the tail of the same buffer.
/// </summary>
public sealed class TwiddleTree
{
    private readonly M31[] forward;
    private readonly M31[] inverse;

    /// <summary>Computes the tree for domains of up to 2^maxLogSize points.</summary>
    /// <param name="maxLogSize">1..29.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public TwiddleTree(int maxLogSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLogSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLogSize, 29);
        MaxLogSize = maxLogSize;
        forward = Build(maxLogSize);
        inverse = Invert(forward);
    }

    /// <summary>log2 of the largest domain.</summary>
    public int MaxLogSize { get; }

    /// <summary>The whole forward buffer.</summary>
    public ReadOnlySpan<M31> Forward => forward;

    /// <summary>The inverses, in the same layout.</summary>
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

    private static M31 SmallCircle(int logSize, int h) => new CanonicCoset(logSize).CircleDomain.AtSlot((uint)h << 1).Y;

    private static M31[] Build(int maxLogSize)
    {
        M31[] buffer = new M31[1 << (maxLogSize - 1)];
        buffer[^1] = M31.One;
        Coset coset = Coset.HalfOdds(maxLogSize - 1);
        int offset = 0;
        for (; coset.LogSize > 0; coset = coset.Double())
        {
            int count = 1 << (coset.LogSize - 1);
            FillLayer(buffer.AsSpan(offset, count), coset);
            offset += count;
        }

        return buffer;
    }

    private static void FillLayer(Span<M31> layer, Coset coset)
    {
        CirclePoint<M31> point = coset.Initial;
        CirclePoint<M31> step = coset.Step;
        for (int k = 0; k < layer.Length; k++)
        {
            layer[k] = point.X;
            point += step;
        }

        BitReversal.Permute(layer);
    }

    private static M31[] Invert(M31[] values)
    {
        M31[] result = new M31[values.Length];
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
