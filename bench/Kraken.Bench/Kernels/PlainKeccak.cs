using System;
using System.Buffers.Binary;
using System.Numerics;
using Kraken.Hashing;

namespace Kraken.Bench.Kernels;

/// <summary>Keccak-256 of one block, step by step as [FIPS202] has the permutation.</summary>
internal static class PlainKeccak
{
    /// <summary>Hashes less than 136 bytes.</summary>
    internal static void Hash256(ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Span<byte> block = stackalloc byte[Keccak.Rate];
        block.Clear();
        input.CopyTo(block);
        block[input.Length] ^= 1;
        block[Keccak.Rate - 1] ^= 0x80;
        Span<ulong> lanes = stackalloc ulong[Keccak.Lanes];
        lanes.Clear();
        for (int i = 0; i < Keccak.Rate / 8; i++)
        {
            lanes[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        }

        Permute(lanes);
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(digest[(8 * i)..], lanes[i]);
        }
    }

    private static void Permute(Span<ulong> a)
    {
        Span<ulong> parity = stackalloc ulong[5];
        Span<ulong> b = stackalloc ulong[Keccak.Lanes];
        int register = 1;
        for (int round = 0; round < 24; round++)
        {
            // Theta.
            for (int x = 0; x < 5; x++)
            {
                parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            }

            for (int i = 0; i < Keccak.Lanes; i++)
            {
                a[i] ^= parity[(i + 4) % 5] ^ BitOperations.RotateLeft(parity[(i + 1) % 5], 1);
            }

            // Rho and pi: (x, y) goes to (y, 2 x + 3 y), turned by the triangular numbers.
            b[0] = a[0];
            (int column, int row) = (1, 0);
            for (int t = 0; t < 24; t++)
            {
                int next = ((2 * column) + (3 * row)) % 5;
                b[row + (5 * next)] = BitOperations.RotateLeft(a[column + (5 * row)], (t + 1) * (t + 2) / 2);
                (column, row) = (row, next);
            }

            // Chi.
            for (int i = 0; i < Keccak.Lanes; i++)
            {
                int first = i - (i % 5);
                a[i] = b[i] ^ (~b[first + ((i + 1) % 5)] & b[first + ((i + 2) % 5)]);
            }

            // Iota: bits of a linear feedback shift register at the places 2^j - 1.
            for (int j = 0; j < 7; j++)
            {
                a[0] ^= (ulong)(register & 1) << ((1 << j) - 1);
                register = (register << 1) ^ ((register >> 7) * 0x171);
            }
        }
    }
}
