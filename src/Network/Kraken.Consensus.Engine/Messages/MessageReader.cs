using System;
using System.Buffers.Binary;

namespace Kraken.Consensus.Engine.Messages;

/// <summary>Reads the primitives of <see cref="MessageCodec"/> from foreign bytes; a failure is remembered and reads zeros from then on.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>True once something could not be read.</summary>
    public bool Failed { get; private set; }

    /// <summary>True when nothing is left.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    public void Fail() => Failed = true;

    public byte Byte() => Take(1) is [byte value] ? value : (byte)0;

    public int Int32() => Take(4) is { Length: 4 } taken ? BinaryPrimitives.ReadInt32LittleEndian(taken) : 0;

    public ulong UInt64() => Take(8) is { Length: 8 } taken ? BinaryPrimitives.ReadUInt64LittleEndian(taken) : 0;

    public Fields.Felt Felt()
    {
        ReadOnlySpan<byte> taken = Take(Fields.Felt.ByteCount);
        if (taken.IsEmpty)
        {
            return default;
        }

        Failed |= !Fields.Felt.TryFromBytesBigEndian(taken, out Fields.Felt value);
        return value;
    }

    public byte[] Bytes(int limit)
    {
        int length = Int32();
        if (length < 0 || length > limit)
        {
            Failed = true;
        }

        return Failed ? [] : Take(length).ToArray();
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
