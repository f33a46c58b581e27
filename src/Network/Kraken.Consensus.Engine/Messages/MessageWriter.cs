using System;
using System.Buffers;
using System.Buffers.Binary;

namespace Kraken.Consensus.Engine.Messages;

/// <summary>Appends the primitives of <see cref="MessageCodec"/> to a growing buffer.</summary>
internal sealed class MessageWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(256);

    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    public void Felt(Fields.Felt value)
    {
        value.WriteBigEndian(buffer.GetSpan(Fields.Felt.ByteCount));
        buffer.Advance(Fields.Felt.ByteCount);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        buffer.Write(value);
    }

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();
}
