using System;
using System.Buffers.Binary;
using Kraken.Fields;

namespace Kraken.Serialization;

/// <summary>
/// Reads what <see cref="ByteWriter"/> wrote, from foreign bytes: nothing throws. The first thing that cannot be read is remembered
/// and every read from then on gives zero, so that a decoder asks <see cref="Failed"/> once, at its end.
/// </summary>
/// <param name="bytes">The bytes to read.</param>
public ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>True once something could not be read.</summary>
    public bool Failed { get; private set; }

    /// <summary>True when nothing is left.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>True when everything was read and nothing is left: the bytes were exactly one encoding.</summary>
    public readonly bool Succeeded => !Failed && AtEnd;

    /// <summary>Refuses the bytes for a reason of the caller's.</summary>
    public void Fail() => Failed = true;

    /// <summary>Takes one byte; 0 after a failure.</summary>
    public byte Byte() => Take(1) is [byte value] ? value : (byte)0;

    /// <summary>Reads 0 or 1; anything else fails.</summary>
    public bool Boolean()
    {
        byte value = Byte();
        Failed |= value > 1;
        return value == 1;
    }

    /// <summary>Reads 4 little-endian bytes.</summary>
    public int Int32() => Take(4) is { Length: 4 } taken ? BinaryPrimitives.ReadInt32LittleEndian(taken) : 0;

    /// <summary>Reads 8 little-endian bytes.</summary>
    public ulong UInt64() => Take(8) is { Length: 8 } taken ? BinaryPrimitives.ReadUInt64LittleEndian(taken) : 0;

    /// <summary>Reads 16 little-endian bytes.</summary>
    public UInt128 UInt128() => Take(16) is { Length: 16 } taken ? BinaryPrimitives.ReadUInt128LittleEndian(taken) : 0;

    /// <summary>Reads 32 big-endian bytes; a value that is not below P fails.</summary>
    public Felt Felt()
    {
        ReadOnlySpan<byte> taken = Take(Fields.Felt.ByteCount);
        if (taken.IsEmpty)
        {
            return default;
        }

        Failed |= !Fields.Felt.TryFromBytesBigEndian(taken, out Felt value);
        return value;
    }

    /// <summary>
    /// Reads a count, 0 to <paramref name="limit"/>, of items that take at least <paramref name="itemBytes"/> bytes each.
    /// </summary>
    public int Count(int limit, int itemBytes = 1)
    {
        int count = Int32();
        Failed |= count < 0 || count > limit || (long)count * itemBytes > rest.Length;
        return Failed ? 0 : count;
    }

    /// <summary>Reads a counted list of elements.</summary>
    public Felt[] Felts(int limit)
    {
        Felt[] values = new Felt[Count(limit, Fields.Felt.ByteCount)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Felt();
        }

        return values;
    }

    /// <summary>Reads a byte string of at most <paramref name="limit"/> bytes.</summary>
    public byte[] Bytes(int limit) => Take(Count(limit)).ToArray();

    /// <summary>Reads UTF-8 text of at most <paramref name="limit"/> bytes; other bytes fail, so that one text has one encoding.</summary>
    public string Text(int limit)
    {
        ReadOnlySpan<byte> taken = Take(Count(limit));
        Failed |= !System.Text.Unicode.Utf8.IsValid(taken);
        return Failed ? string.Empty : System.Text.Encoding.UTF8.GetString(taken);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (Failed || rest.Length < count)
        {
            Failed = true;
            return [];
        }

        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
