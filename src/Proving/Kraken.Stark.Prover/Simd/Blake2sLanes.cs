using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Eight BLAKE2s-256 compressions side by side (RFC 7693), one message per lane: word w of the eight messages is one vector.
/// Unkeyed, digest of 32 bytes.
/// </summary>
internal static unsafe class Blake2sLanes
{
    /// <summary>Words of a state or digest of eight lanes.</summary>
    public const int StateWords = 64;

    private static Vector256<byte> Rotation16
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(0x0504070601000302ul, 0x0D0C0F0E09080B0Aul, 0x0504070601000302ul, 0x0D0C0F0E09080B0Aul).AsByte();
    }

    private static Vector256<byte> Rotation8
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(0x0407060500030201ul, 0x0C0F0E0D080B0A09ul, 0x0407060500030201ul, 0x0C0F0E0D080B0A09ul).AsByte();
    }

    /// <summary>Rotates every lane by 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateRight16(Vector256<uint> value) => Avx2.IsSupported
        ? Avx2.Shuffle(value.AsByte(), Rotation16).AsUInt32()
        : Vector256.ShiftRightLogical(value, 16) | Vector256.ShiftLeft(value, 16);

    /// <summary>Rotates every lane to the right by 8 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateRight8(Vector256<uint> value) => Avx2.IsSupported
        ? Avx2.Shuffle(value.AsByte(), Rotation8).AsUInt32()
        : Vector256.ShiftRightLogical(value, 8) | Vector256.ShiftLeft(value, 24);

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
        // SAFETY: state covers 64 words. A word is below 2p + 2, so that two conditional subtractions bring it below p.
        Vector256<uint> modulus = Vector256.Create(M31.Modulus);
        for (int w = 0; w < 8; w++)
        {
            Vector256<uint> word = Vector256.Load(state + (8 * w));
            word = Vector256.Min(word, word - modulus);
            Vector256.Min(word, word - modulus).Store(state + (8 * w));
        }
    }

    /// <summary>Compresses one block of 64 bytes per lane.</summary>
    /// <param name="state">The state, 64 words, replaced.</param>
    /// <param name="message">16 vectors of 8 words.</param>
    /// <param name="bytes">Message bytes so far, this block included; below 2^32.</param>
    /// <param name="last">True for the last block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(uint* state, uint* message, uint bytes, bool last)
    {
        // SAFETY: state covers 64 words, message 128, and every entry of Sigma is below 16.
        Vector256<uint> v0 = Vector256.Load(state), v1 = Vector256.Load(state + 8),
            v2 = Vector256.Load(state + 16), v3 = Vector256.Load(state + 24);
        Vector256<uint> v4 = Vector256.Load(state + 32), v5 = Vector256.Load(state + 40),
            v6 = Vector256.Load(state + 48), v7 = Vector256.Load(state + 56);
        ReadOnlySpan<uint> iv = Blake2s.InitialVector;
        Vector256<uint> v8 = Vector256.Create(iv[0]), v9 = Vector256.Create(iv[1]);
        Vector256<uint> va = Vector256.Create(iv[2]), vb = Vector256.Create(iv[3]);
        Vector256<uint> vc = Vector256.Create(iv[4] ^ bytes), vd = Vector256.Create(iv[5]);
        Vector256<uint> ve = Vector256.Create(last ? ~iv[6] : iv[6]), vf = Vector256.Create(iv[7]);
        byte* s = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Blake2s.Sigma));
        for (byte* end = s + 160; s < end; s += 16)
        {
            Mix(ref v0, ref v4, ref v8, ref vc, message + (s[0] * 8), message + (s[1] * 8));
            Mix(ref v1, ref v5, ref v9, ref vd, message + (s[2] * 8), message + (s[3] * 8));
            Mix(ref v2, ref v6, ref va, ref ve, message + (s[4] * 8), message + (s[5] * 8));
            Mix(ref v3, ref v7, ref vb, ref vf, message + (s[6] * 8), message + (s[7] * 8));
            Mix(ref v0, ref v5, ref va, ref vf, message + (s[8] * 8), message + (s[9] * 8));
            Mix(ref v1, ref v6, ref vb, ref vc, message + (s[10] * 8), message + (s[11] * 8));
            Mix(ref v2, ref v7, ref v8, ref vd, message + (s[12] * 8), message + (s[13] * 8));
            Mix(ref v3, ref v4, ref v9, ref ve, message + (s[14] * 8), message + (s[15] * 8));
        }

        (Vector256.Load(state) ^ v0 ^ v8).Store(state);
        (Vector256.Load(state + 8) ^ v1 ^ v9).Store(state + 8);
        (Vector256.Load(state + 16) ^ v2 ^ va).Store(state + 16);
        (Vector256.Load(state + 24) ^ v3 ^ vb).Store(state + 24);
        (Vector256.Load(state + 32) ^ v4 ^ vc).Store(state + 32);
        (Vector256.Load(state + 40) ^ v5 ^ vd).Store(state + 40);
        (Vector256.Load(state + 48) ^ v6 ^ ve).Store(state + 48);
        (Vector256.Load(state + 56) ^ v7 ^ vf).Store(state + 56);
    }

    /// <summary>The mixing function G on eight lanes; first and second point to the message vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mix(
        ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d, uint* first, uint* second)
    {
        a = a + b + Vector256.Load(first);
        d = RotateRight16(d ^ a);
        c += d;
        b ^= c;
        b = Vector256.ShiftRightLogical(b, 12) | Vector256.ShiftLeft(b, 20);
        a = a + b + Vector256.Load(second);
        d = RotateRight8(d ^ a);
        c += d;
        b ^= c;
        b = Vector256.ShiftRightLogical(b, 7) | Vector256.ShiftLeft(b, 25);
    }
}
