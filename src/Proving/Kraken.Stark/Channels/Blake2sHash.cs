using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kraken.Hashing;

namespace Kraken.Stark.Channels;

/// <summary>A BLAKE2s-256 digest: 32 bytes in order, laid out without padding so that arrays of it are arrays of bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Blake2sHash
{
    /// <summary>The number of bytes.</summary>
    public const int ByteCount = Blake2s.DigestSize;

    private readonly ulong w0;
    private readonly ulong w1;
    private readonly ulong w2;
    private readonly ulong w3;

    private Blake2sHash(ulong w0, ulong w1, ulong w2, ulong w3)
    {
        this.w0 = w0;
        this.w1 = w1;
        this.w2 = w2;
        this.w3 = w3;
    }

    /// <summary>Takes the first 32 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 32 bytes.</exception>
    public static Blake2sHash FromBytes(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));

    /// <summary>Writes the 32 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 32 bytes of room.</exception>
    public void WriteBytes(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, w0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], w1);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], w2);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], w3);
    }

    /// <summary>The bytes as 64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        WriteBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
