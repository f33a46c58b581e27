using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>
/// A domain of twice a half coset: the points of the half coset in order, then their negations in the same order.
/// Columns are stored in bit-reversed order of it: storage slot i holds the value at point bitrev(i).
/// </summary>
/// <param name="HalfCoset">The first half.</param>
public readonly record struct CircleDomain(Coset HalfCoset)
{
    /// <summary>log2 of the number of points.</summary>
    public int LogSize => HalfCoset.LogSize + 1;

    /// <summary>The number of points.</summary>
    public uint Size => 1U << LogSize;

    /// <summary>The index of domain point k, 0 &lt;= k &lt; Size.</summary>
    public CirclePointIndex IndexAt(uint k)
    {
        uint half = HalfCoset.Size;
        return k < half ? HalfCoset.IndexAt(k) : -HalfCoset.IndexAt(k - half);
    }

    /// <summary>Domain point k, 0 &lt;= k &lt; Size.</summary>
    public CirclePoint<M31> At(uint k) => IndexAt(k).ToPoint();

    /// <summary>The point of a storage slot.</summary>
    public CirclePoint<M31> AtSlot(uint slot) => At(BitReversal.Reverse(slot, LogSize));
}
