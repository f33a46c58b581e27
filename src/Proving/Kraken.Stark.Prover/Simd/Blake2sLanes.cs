using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kraken.Hashing;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// BLAKE2s-256 compressions side by side [RFC7693], one message per lane: word w of the messages is one vector. States lie in groups of
/// eight lanes, word-major. Unkeyed, digest of 32 bytes.
/// </summary>
/// <remarks>Lanes: one message per lane. Twin: <see cref="Blake2s.Compress"/>, message by message.</remarks>
internal static unsafe class Blake2sLanes
{
    /// <summary>Words of a state or digest of eight lanes: a group.</summary>
    public const int StateWords = 64;

    /// <summary>Words of the messages of the widest lanes.</summary>
    public const int MaxMessageWords = 16 * 16;

    /// <summary>Writes the initial state.</summary>
    /// <param name="state">64 words, word w of lane i at 8w + i.</param>
    public static void Initialise(uint* state)
    {
        // SAFETY: state covers 64 words.
        for (int w = 0; w < 8; w++)
        {
            Vector256.Create(Blake2s.InitialVector[w] ^ (w == 0 ? Blake2s.ParameterWord : 0)).Store(state + (8 * w));
        }
    }

    /// <summary>Reduces every word of a digest modulo 2^31 - 1.</summary>
    /// <param name="state">64 words, replaced.</param>
    public static void Reduce(uint* state)
    {
        // SAFETY: state covers 64 words.
        for (int w = 0; w < 8; w++)
        {
            BlakeLanes8.Reduce(BlakeLanes8.Load(state + (8 * w))).Store(state + (8 * w));
        }
    }

    /// <summary>Compresses one block of 64 bytes per lane.</summary>
    /// <param name="state">The states, Width / 8 groups, replaced.</param>
    /// <param name="message">16 vectors of Width words.</param>
    /// <param name="bytes">Message bytes so far, this block included; below 2^32.</param>
    /// <param name="last">True for the last block.</param>
    /// <typeparam name="T">The lanes.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress<T>(uint* state, uint* message, uint bytes, bool last)
        where T : struct, IBlakeLanes<T>
    {
        // SAFETY: state covers 64 words per group, message 16 vectors, and every entry of Sigma is below 16.
        T v0 = T.LoadGroups(state), v1 = T.LoadGroups(state + 8), v2 = T.LoadGroups(state + 16), v3 = T.LoadGroups(state + 24);
        T v4 = T.LoadGroups(state + 32), v5 = T.LoadGroups(state + 40), v6 = T.LoadGroups(state + 48), v7 = T.LoadGroups(state + 56);
        System.ReadOnlySpan<uint> iv = Blake2s.InitialVector;
        T v8 = T.Create(iv[0]), v9 = T.Create(iv[1]), va = T.Create(iv[2]), vb = T.Create(iv[3]);
        T vc = T.Create(iv[4] ^ bytes), vd = T.Create(iv[5]), ve = T.Create(last ? ~iv[6] : iv[6]), vf = T.Create(iv[7]);
        int width = T.Width;
        byte* s = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Blake2s.Sigma));
        for (byte* end = s + 160; s < end; s += 16)
        {
            Mix(ref v0, ref v4, ref v8, ref vc, message + (s[0] * width), message + (s[1] * width));
            Mix(ref v1, ref v5, ref v9, ref vd, message + (s[2] * width), message + (s[3] * width));
            Mix(ref v2, ref v6, ref va, ref ve, message + (s[4] * width), message + (s[5] * width));
            Mix(ref v3, ref v7, ref vb, ref vf, message + (s[6] * width), message + (s[7] * width));
            Mix(ref v0, ref v5, ref va, ref vf, message + (s[8] * width), message + (s[9] * width));
            Mix(ref v1, ref v6, ref vb, ref vc, message + (s[10] * width), message + (s[11] * width));
            Mix(ref v2, ref v7, ref v8, ref vd, message + (s[12] * width), message + (s[13] * width));
            Mix(ref v3, ref v4, ref v9, ref ve, message + (s[14] * width), message + (s[15] * width));
        }

        (T.LoadGroups(state) ^ v0 ^ v8).StoreGroups(state);
        (T.LoadGroups(state + 8) ^ v1 ^ v9).StoreGroups(state + 8);
        (T.LoadGroups(state + 16) ^ v2 ^ va).StoreGroups(state + 16);
        (T.LoadGroups(state + 24) ^ v3 ^ vb).StoreGroups(state + 24);
        (T.LoadGroups(state + 32) ^ v4 ^ vc).StoreGroups(state + 32);
        (T.LoadGroups(state + 40) ^ v5 ^ vd).StoreGroups(state + 40);
        (T.LoadGroups(state + 48) ^ v6 ^ ve).StoreGroups(state + 48);
        (T.LoadGroups(state + 56) ^ v7 ^ vf).StoreGroups(state + 56);
    }

    /// <summary>The mixing function G on all lanes; first and second point to the message vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mix<T>(ref T a, ref T b, ref T c, ref T d, uint* first, uint* second)
        where T : struct, IBlakeLanes<T>
    {
        a = a + b + T.Load(first);
        d = T.RotateRight16(d ^ a);
        c += d;
        b = T.RotateRight12(b ^ c);
        a = a + b + T.Load(second);
        d = T.RotateRight8(d ^ a);
        c += d;
        b = T.RotateRight7(b ^ c);
    }
}
