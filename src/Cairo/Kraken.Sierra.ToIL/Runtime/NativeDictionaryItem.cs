using System;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>A key of a dictionary with the place of its value; ordered by the key's integer.</summary>
internal readonly struct NativeDictionaryItem : IComparable<NativeDictionaryItem>
{
    // What is compared is converted once.
    private readonly UInt128 low;
    private readonly UInt128 high;

    internal NativeDictionaryItem(in Felt key, int place)
    {
        key.ToCanonicalLimbs(out ulong c0, out ulong c1, out ulong c2, out ulong c3);
        (low, high) = (new UInt128(c1, c0), new UInt128(c3, c2));
        Place = place;
    }

    /// <summary>The place of the value.</summary>
    internal int Place { get; }

    /// <inheritdoc/>
    public int CompareTo(NativeDictionaryItem other)
    {
        int top = high.CompareTo(other.high);
        return top != 0 ? top : low.CompareTo(other.low);
    }
}
