using System;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>The checksum of zip archives: the remainder modulo 0x104c11db7 over GF(2), bits reversed.</summary>
internal sealed class Crc32
{
    private const uint ReversedPolynomial = 0xedb88320;

    private static readonly uint[] Table = MakeTable();

    private uint state = uint.MaxValue;

    public uint Value => ~state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint next = state;
        foreach (byte value in bytes)
        {
            next = (next >> 8) ^ Table[(byte)(next ^ value)];
        }

        state = next;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint remainder = i;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder >> 1) ^ (ReversedPolynomial & (0 - (remainder & 1)));
            }

            table[i] = remainder;
        }

        return table;
    }
}
