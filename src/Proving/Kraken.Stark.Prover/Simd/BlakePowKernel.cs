using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Kraken.Hashing;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The BLAKE2s compression of a proof-of-work message, one nonce per lane: eight prefix words, the nonce's two words, six zeros. What does
/// not depend on the nonce's low word is prepared: the first half of the first round, and the message words in the order in which the
/// rounds take them. Of the digest only word 0 is computed.
/// </summary>
/// <remarks>
/// Lanes: one nonce per lane, nonces that follow each other, each word of a state or message a vector.
/// Twin: <see cref="Blake2s.Hash"/> of prefix and nonce.
/// </remarks>
/// <typeparam name="T">The lanes.</typeparam>
internal static unsafe class BlakePowKernel<T>
    where T : struct, IBlakeLanes<T>
{
    private const int StateVectors = 16;
    private const int ScheduleLength = 160;
    private const uint MessageBytes = 40;

    /// <summary>Words of a prepared start: 16 state vectors, then 160 message vectors.</summary>
    public static int StartWords => (StateVectors + ScheduleLength) * T.Width;

    /// <summary>Where the ten rounds take message word 8.</summary>
    private static ReadOnlySpan<byte> LowPositions => [8, 19, 33, 63, 77, 86, 110, 124, 135, 146];

    /// <summary>The place of the first good nonce, one whose word 0 is zero under a mask; -1 if there is none.</summary>
    /// <param name="prefix">Eight words.</param>
    /// <param name="mask">The bits that are asked for.</param>
    /// <param name="first">The first nonce; the low word does not overflow.</param>
    /// <param name="count">The number of nonces, a multiple of the lanes.</param>
    /// <param name="isReduced">True to reduce words modulo 2^31 - 1 first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Find(uint[] prefix, uint mask, ulong first, int count, bool isReduced)
    {
        // SAFETY: start covers what the search reads.
        uint* start = stackalloc uint[StartWords];
        uint low = (uint)first;
        Prepare([.. prefix, 0, (uint)(first >> 32)], start);
        for (uint i = 0; i < (uint)count; i += (uint)T.Width)
        {
            T words = FirstWord(start, T.Count(low + i));
            uint hits = T.ZeroLanes(isReduced ? T.Reduce(words) : words, mask);
            if (hits != 0)
            {
                return (int)i + BitOperations.TrailingZeroCount(hits);
            }
        }

        return -1;
    }

    /// <summary>Prepares a search.</summary>
    /// <param name="words">The ten message words; word 8, the nonce's low one, is not read.</param>
    /// <param name="start"><see cref="StartWords"/> words, written.</param>
    public static void Prepare(ReadOnlySpan<uint> words, uint* start)
    {
        // SAFETY: start covers 176 vectors.
        int width = T.Width;
        uint* schedule = start + (StateVectors * width);
        for (int i = 0; i < ScheduleLength; i++)
        {
            int word = Blake2s.Sigma[i];
            T.Create(word < words.Length ? words[word] : 0).Store(schedule + (width * i));
        }

        for (int w = 0; w < 8; w++)
        {
            T.Create(Blake2s.InitialVector[w] ^ (w == 0 ? Blake2s.ParameterWord : 0)).Store(start + (width * w));
            T.Create(Blake2s.InitialVector[w] ^ (w == 4 ? MessageBytes : w == 6 ? ~0u : 0)).Store(start + (width * (w + 8)));
        }

        for (int i = 0; i < 4; i++)
        {
            T a = T.Load(start + (width * i)), b = T.Load(start + (width * (i + 4)));
            T c = T.Load(start + (width * (i + 8))), d = T.Load(start + (width * (i + 12)));
            Blake2sLanes.Mix(ref a, ref b, ref c, ref d, schedule + (2 * width * i), schedule + (2 * width * i) + width);
            a.Store(start + (width * i));
            b.Store(start + (width * (i + 4)));
            c.Store(start + (width * (i + 8)));
            d.Store(start + (width * (i + 12)));
        }
    }

    /// <summary>Word 0 of the digests of the lanes' nonces.</summary>
    /// <param name="start">The prepared start.</param>
    /// <param name="low">The nonces' low words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T FirstWord(uint* start, T low)
    {
        // SAFETY: start covers 176 vectors, and Sigma's positions of the low word are below 160.
        int w = T.Width;
        uint* m = start + (StateVectors * w);
        for (int round = 0; round < 10; round++)
        {
            low.Store(m + (w * LowPositions[round]));
        }

        T v0 = T.Load(start), v1 = T.Load(start + w), v2 = T.Load(start + (2 * w)), v3 = T.Load(start + (3 * w));
        T v4 = T.Load(start + (4 * w)), v5 = T.Load(start + (5 * w)), v6 = T.Load(start + (6 * w)), v7 = T.Load(start + (7 * w));
        T v8 = T.Load(start + (8 * w)), v9 = T.Load(start + (9 * w)), va = T.Load(start + (10 * w)), vb = T.Load(start + (11 * w));
        T vc = T.Load(start + (12 * w)), vd = T.Load(start + (13 * w)), ve = T.Load(start + (14 * w)), vf = T.Load(start + (15 * w));
        for (uint* end = m + (9 * 16 * w); m < end; m += 16 * w)
        {
            Blake2sLanes.Mix(ref v0, ref v5, ref va, ref vf, m + (8 * w), m + (9 * w));
            Blake2sLanes.Mix(ref v1, ref v6, ref vb, ref vc, m + (10 * w), m + (11 * w));
            Blake2sLanes.Mix(ref v2, ref v7, ref v8, ref vd, m + (12 * w), m + (13 * w));
            Blake2sLanes.Mix(ref v3, ref v4, ref v9, ref ve, m + (14 * w), m + (15 * w));
            Blake2sLanes.Mix(ref v0, ref v4, ref v8, ref vc, m + (16 * w), m + (17 * w));
            Blake2sLanes.Mix(ref v1, ref v5, ref v9, ref vd, m + (18 * w), m + (19 * w));
            Blake2sLanes.Mix(ref v2, ref v6, ref va, ref ve, m + (20 * w), m + (21 * w));
            Blake2sLanes.Mix(ref v3, ref v7, ref vb, ref vf, m + (22 * w), m + (23 * w));
        }

        // Word 0 is v0 ^ v8: of the last half round only the two mixes that give these.
        Blake2sLanes.Mix(ref v0, ref v5, ref va, ref vf, m + (8 * w), m + (9 * w));
        Blake2sLanes.Mix(ref v2, ref v7, ref v8, ref vd, m + (12 * w), m + (13 * w));
        return v0 ^ v8 ^ T.Create(Blake2s.InitialVector[0] ^ Blake2s.ParameterWord);
    }
}
