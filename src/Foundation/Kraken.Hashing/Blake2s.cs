using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kraken.Hashing;

/// <summary>BLAKE2s with a 32-byte digest and no key [RFC7693].</summary>
public static class Blake2s
{
    /// <summary>The digest's size in bytes.</summary>
    public const int DigestSize = 32;

    /// <summary>A message block's size in bytes.</summary>
    public const int BlockSize = 64;

    /// <summary>The 32-bit words of the state.</summary>
    public const int StateWords = DigestSize / sizeof(uint);

    /// <summary>The 32-bit words of a block.</summary>
    public const int BlockWords = BlockSize / sizeof(uint);

    /// <summary>The first word of the parameter block: fan-out 1, depth 1, no key, 32 bytes.</summary>
    public const uint ParameterWord = 0x0101_0020;

    /// <summary>The initialisation vector, that of SHA-256.</summary>
    public static ReadOnlySpan<uint> InitialVector => Sha256.InitialState;

    /// <summary>The message permutations, 10 rows of 16 [RFC7693 2.7].</summary>
    public static ReadOnlySpan<byte> Sigma =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ];

    /// <summary>Hashes bytes to a 32-byte digest.</summary>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> digest32)
    {
        Span<uint> state = stackalloc uint[8];
        Span<uint> block = stackalloc uint[16];
        Initialise(state);
        ulong count = 0;
        for (; input.Length > BlockSize; input = input[BlockSize..])
        {
            count += BlockSize;
            ReadBlock(input[..BlockSize], block);
            Compress(state, block, count, 0);
        }

        Span<byte> last = stackalloc byte[BlockSize];
        last.Clear();
        input.CopyTo(last);
        ReadBlock(last, block);
        Compress(state, block, count + (ulong)input.Length, uint.MaxValue);
        for (int i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(digest32[(4 * i)..], state[i]);
        }
    }

    /// <summary>Sets the eight state words to the start of an unkeyed 32-byte hash.</summary>
    public static void Initialise(Span<uint> state)
    {
        InitialVector.CopyTo(state);
        state[0] ^= ParameterWord;
    }

    /// <summary>The compression function F [RFC7693 3.2].</summary>
    /// <param name="state">Eight words, replaced.</param>
    /// <param name="message">Sixteen words.</param>
    /// <param name="count">The number of input bytes up to and with this block, t.</param>
    /// <param name="finalFlag">f0: all ones for the last block, zero otherwise.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(Span<uint> state, ReadOnlySpan<uint> message, ulong count, uint finalFlag)
    {
        state = state[..8];
        message = message[..16];
        Vector128<uint> a0 = Vector128.Create(state[0], state[1], state[2], state[3]);
        Vector128<uint> b0 = Vector128.Create(state[4], state[5], state[6], state[7]);
        Vector128<uint> a = a0;
        Vector128<uint> b = b0;
        Vector128<uint> c = Vector128.Create(InitialVector);
        Vector128<uint> d = Vector128.Create(InitialVector[4..])
            ^ Vector128.Create((uint)count, (uint)(count >> 32), finalFlag, 0u);
        for (ReadOnlySpan<byte> s = Sigma; s.Length >= 16; s = s[16..])
        {
            Mix(ref a, ref b, ref c, ref d, Pick(message, s[0], s[2], s[4], s[6]), Pick(message, s[1], s[3], s[5], s[7]));
            b = Vector128.Shuffle(b, Vector128.Create(1u, 2, 3, 0));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(3u, 0, 1, 2));
            Mix(ref a, ref b, ref c, ref d, Pick(message, s[8], s[10], s[12], s[14]), Pick(message, s[9], s[11], s[13], s[15]));
            b = Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0));
        }

        (a0 ^ a ^ c).CopyTo(state);
        (b0 ^ b ^ d).CopyTo(state[4..]);
    }

    /// <summary>Reads a 64-byte block as little-endian words.</summary>
    internal static void ReadBlock(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(words));
            return;
        }

        for (int i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Pick(ReadOnlySpan<uint> message, int i, int j, int k, int l) =>
        Vector128.Create(message[i], message[j], message[k], message[l]);

    /// <summary>Four G functions side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d, Vector128<uint> x, Vector128<uint> y)
    {
        a += b + x;
        d = RotateRight(d ^ a, 16);
        c += d;
        b = RotateRight(b ^ c, 12);
        a += b + y;
        d = RotateRight(d ^ a, 8);
        c += d;
        b = RotateRight(b ^ c, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> RotateRight(Vector128<uint> value, int count) => (value >>> count) | (value << (32 - count));
}
