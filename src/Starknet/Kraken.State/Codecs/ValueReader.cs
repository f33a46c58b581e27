using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Kraken.Fields;

namespace Kraken.State.Codecs;

/// <summary>
/// Reads what <see cref="ValueWriter"/> wrote. Never throws on malformed input: after the first fault <see cref="IsValid"/> is false and
/// every value is a default.
/// </summary>
internal ref struct ValueReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> rest = data;

    internal delegate T ReadItem<T>(ref ValueReader reader);

    internal bool IsValid { get; private set; } = true;

    /// <summary>Whether everything was read and was valid.</summary>
    internal readonly bool IsComplete => IsValid && rest.IsEmpty;

    internal byte Byte()
    {
        ReadOnlySpan<byte> bytes = Take(1);
        return bytes.IsEmpty ? (byte)0 : bytes[0];
    }

    internal bool Bool()
    {
        byte value = Byte();
        return value <= 1 ? value == 1 : Fail<bool>();
    }

    internal uint UInt32()
    {
        ReadOnlySpan<byte> bytes = Take(sizeof(uint));
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    internal ulong UInt64()
    {
        ReadOnlySpan<byte> bytes = Take(sizeof(ulong));
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    internal UInt128 UInt128()
    {
        ulong high = UInt64();
        return new UInt128(high, UInt64());
    }

    internal Felt Felt()
    {
        ReadOnlySpan<byte> bytes = Take(Fields.Felt.ByteCount);
        return Fields.Felt.TryFromBytesBigEndian(bytes, out Felt value) ? value : Fail<Felt>();
    }

    internal ImmutableArray<Felt> Felts() => List(Fields.Felt.ByteCount, static (ref ValueReader reader) => reader.Felt());

    internal ReadOnlySpan<byte> Bytes() => Take(UInt32());

    internal string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Reads a list; <paramref name="smallest"/> is the least size of an item in bytes, which bounds the length that is believed.</summary>
    internal ImmutableArray<T> List<T>(int smallest, ReadItem<T> read)
    {
        uint count = UInt32();
        if ((ulong)count * (ulong)smallest > (ulong)rest.Length)
        {
            return Fail<ImmutableArray<T>>(ImmutableArray<T>.Empty);
        }

        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>((int)count);
        for (uint i = 0; i < count && IsValid; i++)
        {
            items.Add(read(ref this));
        }

        return items.ToImmutable();
    }

    internal T Fail<T>(T value = default!)
    {
        IsValid = false;
        rest = default;
        return value;
    }

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (!IsValid || count > (uint)rest.Length)
        {
            return Fail<bool>() ? default : default(ReadOnlySpan<byte>);
        }

        ReadOnlySpan<byte> taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }
}
