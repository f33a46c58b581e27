using System;
using System.Numerics;

namespace Kraken.Hashing;

/// <summary>The compression function that SHA-256 and SHA-512 have in common but for their words [FIPS180-4 6.2.2, 6.4.2].</summary>
internal static class Sha2
{
    private const int BlockWords = 16;

    /// <summary>Replaces the eight state words by their compression with sixteen message words, a round for each constant.</summary>
    internal static void Compress<TWord, TSigmas>(Span<TWord> state, ReadOnlySpan<TWord> message, ReadOnlySpan<TWord> roundConstants)
        where TWord : unmanaged, IBinaryInteger<TWord>
        where TSigmas : struct, ISha2Sigmas<TWord>
    {
        int rounds = roundConstants.Length;
        Span<TWord> w = stackalloc TWord[rounds];
        message[..BlockWords].CopyTo(w);
        for (int i = BlockWords; i < rounds; i++)
        {
            w[i] = w[i - 16] + TSigmas.Small0(w[i - 15]) + w[i - 7] + TSigmas.Small1(w[i - 2]);
        }

        TWord a = state[0], b = state[1], c = state[2], d = state[3];
        TWord e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < rounds; i++)
        {
            TWord t1 = h + TSigmas.Large1(e) + ((e & f) ^ (~e & g)) + roundConstants[i] + w[i];
            TWord t2 = TSigmas.Large0(a) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + t1);
            (d, c, b, a) = (c, b, a, t1 + t2);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
