using System.Runtime.CompilerServices;

namespace Kraken.Circle;

/// <summary>
/// The map between coset order, in which cumulative sums run and the mask offset -1 is meant, and the circle
/// domain order and its bit-reversed storage.
/// </summary>
public static class CosetOrder
{
    /// <summary>The circle domain index of coset index k, of a domain of 2^logSize points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToDomain(uint coset, int logSize) =>
        (coset & 1) == 0 ? coset >> 1 : (1U << logSize) - 1 - (coset >> 1);

    /// <summary>The coset index of a circle domain index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint FromDomain(uint domain, int logSize)
    {
        uint half = 1U << (logSize - 1);
        return domain < half ? domain << 1 : (1U << logSize) - 1 - ((domain - half) << 1);
    }

    /// <summary>The storage slot of coset index k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToSlot(uint coset, int logSize) => BitReversal.Reverse(ToDomain(coset, logSize), logSize);

    /// <summary>The coset index of a storage slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint FromSlot(uint slot, int logSize) => FromDomain(BitReversal.Reverse(slot, logSize), logSize);

    /// <summary>The storage slot of the row before a storage slot in coset order, cyclically (mask offset -1).</summary>
    public static uint PreviousSlot(uint slot, int logSize) => ToSlot((FromSlot(slot, logSize) - 1) & ((1U << logSize) - 1), logSize);
}
