using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Kraken.Fields;

namespace Kraken.State.Codecs;

/// <summary>Writes values one behind the other: numbers big-endian, felts in 32 bytes, lengths as 32-bit numbers before arrays and texts.</summary>
internal sealed class ValueWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    internal byte[] ToArray() => buffer.WrittenSpan.ToArray();

    internal void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    internal void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    internal void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(buffer.GetSpan(sizeof(uint)), value);
        buffer.Advance(sizeof(uint));
    }

    internal void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(buffer.GetSpan(sizeof(ulong)), value);
        buffer.Advance(sizeof(ulong));
    }

    internal void UInt128(UInt128 value)
    {
        UInt64((ulong)(value >> 64));
        UInt64((ulong)value);
    }

    internal void Felt(in Felt value)
    {
        value.WriteBigEndian(buffer.GetSpan(Fields.Felt.ByteCount)[..Fields.Felt.ByteCount]);
        buffer.Advance(Fields.Felt.ByteCount);
    }

    internal void Felts(ImmutableArray<Felt> values) => List(values, static (writer, value) => writer.Felt(value));

    internal void Bytes(ReadOnlySpan<byte> value)
    {
        UInt32((uint)value.Length);
        buffer.Write(value);
    }

    internal void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    internal void List<T>(ImmutableArray<T> items, Action<ValueWriter, T> write)
    {
        UInt32((uint)items.Length);
        foreach (T item in items)
        {
            write(this, item);
        }
    }
}
