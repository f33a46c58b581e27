using System;
using System.Buffers;
using System.Buffers.Binary;
using Kraken.Fields;

namespace Kraken.Serialization;

/// <summary>
/// Appends to a growing buffer: integers little-endian, field elements as 32 big-endian bytes, lists, text and byte strings behind
/// a 32-bit count.
/// </summary>
/// <param name="capacity">The bytes that there is room for at first; a writer that is told what comes never moves it.</param>
public sealed class ByteWriter(int capacity = 256)
{
    private readonly ArrayBufferWriter<byte> buffer = new(capacity);

    /// <summary>Appends one byte.</summary>
    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    /// <summary>Appends 0 or 1.</summary>
    public void Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Appends 4 bytes.</summary>
    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    /// <summary>Appends 8 bytes.</summary>
    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    /// <summary>Appends 16 bytes.</summary>
    public void UInt128(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(buffer.GetSpan(16), value);
        buffer.Advance(16);
    }

    /// <summary>Appends 32 bytes.</summary>
    public void Felt(Felt value)
    {
        value.WriteBigEndian(buffer.GetSpan(Fields.Felt.ByteCount));
        buffer.Advance(Fields.Felt.ByteCount);
    }

    /// <summary>Appends a counted list of elements.</summary>
    public void Felts(ReadOnlySpan<Felt> values)
    {
        Int32(values.Length);
        foreach (Felt value in values)
        {
            Felt(value);
        }
    }

    /// <summary>Appends a counted byte string.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        buffer.Write(value);
    }

    /// <summary>Appends counted UTF-8 text.</summary>
    public void Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Bytes(System.Text.Encoding.UTF8.GetBytes(value));
    }

    /// <summary>What was written.</summary>
    public byte[] ToArray() => buffer.WrittenSpan.ToArray();
}
