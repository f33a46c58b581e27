using System;
using System.Buffers.Binary;
using System.Numerics;
using Kraken.Hashing;

namespace Kraken.Bench.Kernels;

/// <summary>BLAKE2s of one block, word by word as [RFC7693] has it.</summary>
internal static class PlainBlake2s
{
    // The columns, then the diagonals.
    private static readonly int[][] Quarters =
        [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];

    /// <summary>Hashes at most 64 bytes.</summary>
    internal static void Hash(ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Span<byte> block = stackalloc byte[Blake2s.BlockSize];
        block.Clear();
        input.CopyTo(block);
        Span<uint> v = stackalloc uint[16];
        Blake2s.InitialVector.CopyTo(v);
        v[0] ^= Blake2s.ParameterWord;
        Blake2s.InitialVector.CopyTo(v[8..]);
        v[12] ^= (uint)input.Length;
        v[14] = ~v[14];
        Span<uint> start = stackalloc uint[8];
        v[..8].CopyTo(start);
        for (int round = 0; round < 10; round++)
        {
            for (int i = 0; i < 8; i++)
            {
                ReadOnlySpan<byte> sigma = Blake2s.Sigma[((16 * round) + (2 * i))..];
                Mix(v, Quarters[i], Word(block, sigma[0]), Word(block, sigma[1]));
            }
        }

        for (int i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(4 * i)..], start[i] ^ v[i] ^ v[i + 8]);
        }
    }

    private static uint Word(ReadOnlySpan<byte> block, int index) => BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * index)..]);

    private static void Mix(Span<uint> v, int[] quarter, uint x, uint y)
    {
        (int a, int b, int c, int d) = (quarter[0], quarter[1], quarter[2], quarter[3]);
        v[a] += v[b] + x;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 12);
        v[a] += v[b] + y;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 8);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 7);
    }
}
