using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Sierra.Felts;

/// <summary>The dictionary compression of a class's felts: [code length, padding, code.., count, packed..].</summary>
internal static class FeltCompression
{
    private const int MinimumCodeSize = 256;

    // A class is at most a few hundred thousand felts; this bounds what a hostile one can make us expand.
    private const int MaximumExpanded = 1 << 22;

    /// <summary>Expands a stream into its code table and the indices into it.</summary>
    public static (Felt[] Code, int[] Indices) Expand(ReadOnlySpan<Felt> packed)
    {
        int position = 0;
        int codeSize = ReadCount(packed, ref position, packed.Length);
        int padding = ReadCount(packed, ref position, int.MaxValue);
        if (codeSize > packed.Length - position)
        {
            throw Malformed("code table", position);
        }

        Felt[] code = packed.Slice(position, codeSize).ToArray();
        position += codeSize;
        int count = ReadCount(packed, ref position, MaximumExpanded);
        long padded = (long)codeSize + padding;
        if (padded < MinimumCodeSize || padded > int.MaxValue || !BitOperations.IsPow2(padded))
        {
            throw Malformed("padded code size", 1);
        }

        int bits = BitOperations.TrailingZeroCount(padded);
        int perFelt = WordsPerFelt(bits);
        if (count > (long)(packed.Length - position) * perFelt)
        {
            throw Malformed("packed words", position);
        }

        return (code, Unpack(packed[position..], count, bits, perFelt, codeSize));
    }

    /// <summary>Compresses values; the code lists them by their first use.</summary>
    public static void Compress(IReadOnlyList<Felt> values, List<Felt> output)
    {
        Dictionary<Felt, int> code = [];
        List<Felt> order = [];
        foreach (Felt value in values)
        {
            if (code.TryAdd(value, order.Count))
            {
                order.Add(value);
            }
        }

        int padded = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(MinimumCodeSize, order.Count));
        output.Add(order.Count);
        output.Add(padded - order.Count);
        output.AddRange(order);
        output.Add(values.Count);
        int bits = BitOperations.TrailingZeroCount(padded);
        int perFelt = WordsPerFelt(bits);
        for (int start = 0; start < values.Count; start += perFelt)
        {
            BigInteger word = BigInteger.Zero;
            for (int i = Math.Min(start + perFelt, values.Count) - 1; i >= start; i--)
            {
                word = (word << bits) + code[values[i]];
            }

            output.Add(Felt.FromBigInteger(word));
        }
    }

    /// <summary>How many digits of <paramref name="bits"/> bits a field element holds.</summary>
    private static int WordsPerFelt(int bits)
    {
        int count = 0;
        for (BigInteger limit = BigInteger.One << bits; limit < Felt.Modulus; limit <<= bits)
        {
            count++;
        }

        return count;
    }

    private static int[] Unpack(ReadOnlySpan<Felt> words, int count, int bits, int perFelt, int codeSize)
    {
        int[] indices = new int[count];
        ulong mask = (1UL << bits) - 1;
        Span<ulong> limbs = stackalloc ulong[5];
        int done = 0;
        for (int w = 0; done < count; w++)
        {
            words[w].ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
            for (int i = 0; i < perFelt && done < count; i++)
            {
                int bit = i * bits;
                UInt128 window = new(limbs[(bit >> 6) + 1], limbs[bit >> 6]);
                ulong index = (ulong)(window >> (bit & 63)) & mask;
                if (index >= (ulong)codeSize)
                {
                    throw Malformed("code index", w);
                }

                indices[done++] = (int)index;
            }
        }

        return indices;
    }

    private static int ReadCount(ReadOnlySpan<Felt> felts, ref int position, int limit)
    {
        if (position >= felts.Length || !felts[position].TryToUInt64(out ulong value) || value > (ulong)limit)
        {
            throw Malformed("count", position);
        }

        position++;
        return (int)value;
    }

    private static SierraException Malformed(string what, int where) => new(SierraErrorKind.MalformedFelts, what, where);
}
