using System;
using System.Runtime.InteropServices;
using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The FFT factors of all sizes up to a maximum, at a fixed address for the kernels.</summary>
public sealed unsafe class TwiddleTable
{
    private readonly uint[] _forward;
    private readonly uint[] _inverse;
    private readonly uint* _forwardStart;
    private readonly uint* _inverseStart;

    /// <summary>Computes the table.</summary>
    /// <param name="maxLogSize">log2 of the largest domain, 1..29.</param>
    public TwiddleTable(int maxLogSize)
    {
        Tree = new TwiddleTree(maxLogSize);
        _forward = Pin(Tree.Forward);
        _inverse = Pin(Tree.Inverse);

        // SAFETY: the arrays are on the pinned object heap and live as long as this object.
        _forwardStart = (uint*)Marshal.UnsafeAddrOfPinnedArrayElement(_forward, 0);
        _inverseStart = (uint*)Marshal.UnsafeAddrOfPinnedArrayElement(_inverse, 0);
    }

    /// <summary>The scalar tree.</summary>
    public TwiddleTree Tree { get; }

    /// <summary>log2 of the largest domain.</summary>
    public int MaxLogSize => Tree.MaxLogSize;

    /// <summary>The factors of layer l >= 1 of the canonic domain of 2^logSize points, one per block.</summary>
    internal uint* Line(int logSize, int layer, bool inverse)
    {
        int count = 1 << (logSize - 1 - layer);
        uint[] table = inverse ? _inverse : _forward;
        return (inverse ? _inverseStart : _forwardStart) + table.Length - (2 * count);
    }

    private static uint[] Pin(ReadOnlySpan<M31> values)
    {
        uint[] pinned = GC.AllocateUninitializedArray<uint>(values.Length, pinned: true);
        MemoryMarshal.Cast<M31, uint>(values).CopyTo(pinned);
        return pinned;
    }
}
