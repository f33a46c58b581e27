using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Air.Proofs.Formats;

namespace Kraken.Cairo.Air.Tests.Proofs;

/// <summary>Streams of bzip2 that no packer writes: of as many blocks as a size lets through, each of one byte.</summary>
internal static class Bzip2Blocks
{
    private const int HeadBits = 32;
    private const int MarkBits = 48;
    private const int CheckBits = 32;
    private const ulong End = 0x177245385090;

    /// <summary>A stream of at most so many bytes, whose number of blocks is the most that is divisible by eight.</summary>
    public static byte[] Tiny(int bytes)
    {
        bool[] single = [.. Bits(Bzip2Codec.Compress("a"u8))];
        bool[] end = [.. Bits(End, MarkBits)];
        int length = Enumerable.Range(HeadBits, single.Length - HeadBits - MarkBits)
            .Last(at => single.AsSpan(at, MarkBits).SequenceEqual(end)) - HeadBits;
        bool[] block = single[HeadBits..(HeadBits + length)];
        uint check = (uint)Number(block.AsSpan(MarkBits, CheckBits));
        byte[] eight = Bytes([.. Enumerable.Repeat(block, 8).SelectMany(bits => bits)]);

        int times = (bytes - ((HeadBits + MarkBits + CheckBits) / 8)) / eight.Length;
        uint whole = 0;
        for (int i = 0; i < times * 8; i++)
        {
            whole = BitOperations.RotateLeft(whole, 1) ^ check;
        }

        byte[] stream = new byte[((HeadBits + MarkBits + CheckBits) / 8) + (times * eight.Length)];
        Bytes(single[..HeadBits]).CopyTo(stream, 0);
        for (int i = 0; i < times; i++)
        {
            eight.CopyTo(stream, (HeadBits / 8) + (i * eight.Length));
        }

        Bytes([.. end, .. Bits(whole, CheckBits)]).CopyTo(stream, stream.Length - ((MarkBits + CheckBits) / 8));
        return stream;
    }

    private static IEnumerable<bool> Bits(byte[] bytes) => bytes.SelectMany(part => Bits(part, 8));

    private static IEnumerable<bool> Bits(ulong value, int count) =>
        Enumerable.Range(0, count).Select(place => ((value >> (count - 1 - place)) & 1) == 1);

    private static ulong Number(ReadOnlySpan<bool> bits)
    {
        ulong value = 0;
        foreach (bool bit in bits)
        {
            value = (value << 1) | (bit ? 1u : 0u);
        }

        return value;
    }

    private static byte[] Bytes(bool[] bits) => [.. bits.Chunk(8).Select(part => (byte)Number(part))];
}
