using System;
using System.Buffers.Binary;
using System.Text;
using Kraken.Fields;

namespace Kraken.Hashing;

/// <summary>Keccak-256 with the padding before [FIPS202] (0x01), as Ethereum and Starknet use it.</summary>
public static class Keccak
{
    /// <summary>The number of 64-bit lanes of the state.</summary>
    public const int Lanes = 25;

    /// <summary>The bytes absorbed by each permutation.</summary>
    public const int Rate = 136;

    /// <summary>The digest's size in bytes.</summary>
    public const int DigestSize = 32;

    /// <summary>Keccak-f[1600] in place on 25 lanes.</summary>
    public static void Permute(Span<ulong> state) => KeccakPermutation.Apply(state);

    /// <summary>Hashes bytes to a 32-byte digest.</summary>
    public static void Hash256(ReadOnlySpan<byte> input, Span<byte> digest32)
    {
        Span<ulong> state = stackalloc ulong[Lanes];
        state.Clear();
        for (; input.Length >= Rate; input = input[Rate..])
        {
            Absorb(state, input[..Rate]);
        }

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        input.CopyTo(last);
        last[input.Length] = 1;
        last[Rate - 1] |= 0x80;
        Absorb(state, last);
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(digest32[(8 * i)..], state[i]);
        }
    }

    /// <summary>Keccak-256 read as a big-endian integer modulo 2^250 ("starknet_keccak").</summary>
    public static Felt StarknetKeccak(ReadOnlySpan<byte> input)
    {
        Span<byte> digest = stackalloc byte[DigestSize];
        Hash256(input, digest);
        digest[0] &= 3;
        return Felt.FromBytesBigEndianReduced(digest);
    }

    /// <summary><see cref="StarknetKeccak(ReadOnlySpan{byte})"/> of the text in UTF-8.</summary>
    public static Felt StarknetKeccak(string text) => StarknetKeccak(Encoding.UTF8.GetBytes(text));

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < Rate / 8; i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        }

        Permute(state);
    }
}
