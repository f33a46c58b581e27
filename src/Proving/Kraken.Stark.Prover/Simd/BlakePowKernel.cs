using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Hashing;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The BLAKE2s compression of a proof-of-work message, eight nonces at a time: eight prefix words, the nonce's two words, six zeros. What
/// does not depend on the nonce's low word is prepared: the first half of the first round, and the message words in the order in which the
/// rounds take them. Of the digest only word 0 is computed.
/// </summary>
internal static unsafe class BlakePowKernel
{
    /// <summary>Words of a prepared start: 16 state vectors, then 160 message vectors.</summary>
    public const int StartWords = StateWords + (ScheduleLength * 8);

    private const int StateWords = 128;
    private const int ScheduleLength = 160;
    private const uint MessageBytes = 40;

    /// <summary>Prepares a search.</summary>
    /// <param name="words">The ten message words; word 8, the nonce's low one, is not read.</param>
    /// <param name="start"><see cref="StartWords"/> words, written.</param>
    public static void Prepare(ReadOnlySpan<uint> words, uint* start)
    {
        // SAFETY: start covers 176 vectors.
        uint* schedule = start + StateWords;
        for (int i = 0; i < ScheduleLength; i++)
        {
            int word = Blake2s.Sigma[i];
            Vector256.Create(word < words.Length ? words[word] : 0).Store(schedule + (8 * i));
        }

        for (int w = 0; w < 8; w++)
        {
            Vector256.Create(Blake2s.InitialVector[w] ^ (w == 0 ? Blake2s.ParameterWord : 0)).Store(start + (8 * w));
            Vector256.Create(Blake2s.InitialVector[w] ^ (w == 4 ? MessageBytes : w == 6 ? ~0u : 0)).Store(start + (8 * (w + 8)));
        }

        for (int i = 0; i < 4; i++)
        {
            Vector256<uint> a = Vector256.Load(start + (8 * i)), b = Vector256.Load(start + (8 * (i + 4)));
            Vector256<uint> c = Vector256.Load(start + (8 * (i + 8))), d = Vector256.Load(start + (8 * (i + 12)));
            Blake2sLanes.Mix(ref a, ref b, ref c, ref d, schedule + (16 * i), schedule + (16 * i) + 8);
            a.Store(start + (8 * i));
            b.Store(start + (8 * (i + 4)));
            c.Store(start + (8 * (i + 8)));
            d.Store(start + (8 * (i + 12)));
        }
    }

    /// <summary>Word 0 of the digests of eight nonces.</summary>
    /// <param name="start">The prepared start.</param>
    /// <param name="low">The nonces' low words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector256<uint> FirstWord(uint* start, Vector256<uint> low)
    {
        // SAFETY: start covers 176 vectors, and Sigma's positions of the low word are below 160.
        uint* m = start + StateWords;
        for (int round = 0; round < 10; round++)
        {
            low.Store(m + (8 * LowPositions[round]));
        }

        Vector256<uint> v0 = Vector256.Load(start), v1 = Vector256.Load(start + 8),
            v2 = Vector256.Load(start + 16), v3 = Vector256.Load(start + 24);
        Vector256<uint> v4 = Vector256.Load(start + 32), v5 = Vector256.Load(start + 40),
            v6 = Vector256.Load(start + 48), v7 = Vector256.Load(start + 56);
        Vector256<uint> v8 = Vector256.Load(start + 64), v9 = Vector256.Load(start + 72),
            va = Vector256.Load(start + 80), vb = Vector256.Load(start + 88);
        Vector256<uint> vc = Vector256.Load(start + 96), vd = Vector256.Load(start + 104),
            ve = Vector256.Load(start + 112), vf = Vector256.Load(start + 120);
        for (uint* end = m + (9 * 128); ; m += 128)
        {
            Blake2sLanes.Mix(ref v0, ref v5, ref va, ref vf, m + 64, m + 72);
            Blake2sLanes.Mix(ref v1, ref v6, ref vb, ref vc, m + 80, m + 88);
            Blake2sLanes.Mix(ref v2, ref v7, ref v8, ref vd, m + 96, m + 104);
            Blake2sLanes.Mix(ref v3, ref v4, ref v9, ref ve, m + 112, m + 120);
            if (m == end)
            {
                return v0 ^ v8 ^ Vector256.Create(Blake2s.InitialVector[0] ^ Blake2s.ParameterWord);
            }

            Blake2sLanes.Mix(ref v0, ref v4, ref v8, ref vc, m + 128, m + 136);
            Blake2sLanes.Mix(ref v1, ref v5, ref v9, ref vd, m + 144, m + 152);
            Blake2sLanes.Mix(ref v2, ref v6, ref va, ref ve, m + 160, m + 168);
            Blake2sLanes.Mix(ref v3, ref v7, ref vb, ref vf, m + 176, m + 184);
        }
    }

    /// <summary>Where the ten rounds take message word 8.</summary>
    private static ReadOnlySpan<byte> LowPositions => [8, 19, 33, 63, 77, 86, 110, 124, 135, 146];
}
