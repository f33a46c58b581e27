using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kraken.Circle;

/// <summary>The order in which columns are stored.</summary>
public static class BitReversal
{
    /// <summary>Reverses the lowest <paramref name="bits"/> bits of an index below 2^bits; bits is 0..32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Reverse(uint index, int bits)
    {
        index = ((index >> 1) & 0x5555_5555) | ((index & 0x5555_5555) << 1);
        index = ((index >> 2) & 0x3333_3333) | ((index & 0x3333_3333) << 2);
        index = ((index >> 4) & 0x0f0f_0f0f) | ((index & 0x0f0f_0f0f) << 4);
        index = ((index >> 8) & 0x00ff_00ff) | ((index & 0x00ff_00ff) << 8);
        index = BitOperations.RotateLeft(index, 16);
        return bits == 0 ? 0 : index >> (32 - bits);
    }

    /// <summary>Permutes a span whose length is a power of two; applying it twice is the identity.</summary>
    /// <exception cref="ArgumentException">The length is not a power of two.</exception>
    public static void Permute<T>(Span<T> values)
    {
        if (!BitOperations.IsPow2(values.Length))
        {
            throw new ArgumentException($"expected a power of two values, got {values.Length}", nameof(values));
        }

        int bits = BitOperations.Log2((uint)values.Length);
        for (uint i = 0; i < (uint)values.Length; i++)
        {
            uint j = Reverse(i, bits);
            if (i < j)
            {
                (values[(int)i], values[(int)j]) = (values[(int)j], values[(int)i]);
            }
        }
    }
}
