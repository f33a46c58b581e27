using System;
using Kraken.Fields;

namespace Kraken.Hashing;

/// <summary>
/// The hash of field elements by BLAKE2s ("Blake2Felt252" of Starknet): an element below 2^63 is two words (high, low), any other
/// eight words from the most significant on with bit 31 of the first set; the digest is a little-endian integer modulo P.
/// </summary>
public static class BlakeFelt
{
    private const uint BigMarker = 1u << 31;

    /// <summary>Hashes a list of elements.</summary>
    public static Felt HashMany(ReadOnlySpan<Felt> elements)
    {
        Span<uint> state = stackalloc uint[8];
        Blake2s.Initialise(state);
        Span<uint> words = stackalloc uint[8];
        Span<uint> block = stackalloc uint[16];
        block.Clear();
        int filled = 0;
        ulong count = 0;
        foreach (Felt element in elements)
        {
            int length = Encode(element, words);
            for (int i = 0; i < length; i++)
            {
                // A full block is held back: it may be the last one.
                if (filled == block.Length)
                {
                    count += Blake2s.BlockSize;
                    Blake2s.Compress(state, block, count, 0);
                    block.Clear();
                    filled = 0;
                }

                block[filled++] = words[i];
            }
        }

        Blake2s.Compress(state, block, count + (4 * (ulong)filled), uint.MaxValue);
        return Felt.FromLimbsReduced(Limb(state, 0), Limb(state, 1), Limb(state, 2), Limb(state, 3));
    }

    /// <summary>Writes an element's words and returns their number, 2 or 8.</summary>
    public static int Encode(Felt element, Span<uint> words)
    {
        element.ToCanonicalLimbs(out ulong c0, out ulong c1, out ulong c2, out ulong c3);
        if ((c1 | c2 | c3) == 0 && c0 >> 63 == 0)
        {
            words[0] = (uint)(c0 >> 32);
            words[1] = (uint)c0;
            return 2;
        }

        words[0] = (uint)(c3 >> 32) | BigMarker;
        words[1] = (uint)c3;
        words[2] = (uint)(c2 >> 32);
        words[3] = (uint)c2;
        words[4] = (uint)(c1 >> 32);
        words[5] = (uint)c1;
        words[6] = (uint)(c0 >> 32);
        words[7] = (uint)c0;
        return 8;
    }

    private static ulong Limb(ReadOnlySpan<uint> state, int index) => state[2 * index] | ((ulong)state[(2 * index) + 1] << 32);
}
