using System;
using System.Runtime.CompilerServices;
using Kraken.Caching;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>The hash builtins.</summary>
internal static class HashOperations
{
    private const MethodImplOptions Once = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    // The place of an entry of a map in storage is a hash of its key: the accounts that act now are asked for again and again, and every
    // transaction is validated and then executed. About 150 bytes each.
    private const int RecentCount = 1 << 15;

    private static readonly RecentResults<(Felt Left, Felt Right), Felt> RecentPedersens = new(RecentCount);

    /// <summary>The Pedersen hash of two elements.</summary>
    [MethodImpl(Once)]
    internal static void Pedersen(in Felt left, in Felt right, out Felt hash)
    {
        if (!RecentPedersens.TryGet((left, right), out hash))
        {
            hash = Hashing.Pedersen.Hash(left, right);
            RecentPedersens.Set((left, right), hash);
        }
    }

    /// <summary>The Hades permutation, in place.</summary>
    [MethodImpl(Once)]
    internal static void Hades(ref Felt s0, ref Felt s1, ref Felt s2)
    {
        Span<Felt> state = [s0, s1, s2];
        Poseidon.Permute(state);
        (s0, s1, s2) = (state[0], state[1], state[2]);
    }

    /// <summary>Blake2s on a block: a state of eight words of 32 bits and a block of sixteen, each in a word of the memory.</summary>
    /// <returns>The place of the new state.</returns>
    [MethodImpl(Once)]
    internal static int Blake(NativeContext context, int state, long count, int message, int isLast)
    {
        Span<uint> words = stackalloc uint[Blake2s.StateWords];
        Span<uint> block = stackalloc uint[Blake2s.BlockWords];
        Read(context, state, words);
        Read(context, message, block);
        Blake2s.Compress(words, block, (ulong)count, isLast != 0 ? uint.MaxValue : 0);
        int place = context.Allocate(Blake2s.StateWords);
        Span<ulong> result = context.Words(place, Blake2s.StateWords);
        for (int i = 0; i < Blake2s.StateWords; i++)
        {
            result[i] = words[i];
        }

        return place;
    }

    private static void Read(NativeContext context, int place, Span<uint> words)
    {
        ReadOnlySpan<ulong> memory = context.Words(place, words.Length);
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = (uint)memory[i];
        }
    }
}
