using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// Reads bincode 1.3 with its defaults: little endian fixed-width integers, 64-bit lengths, one byte per
/// option tag, 32-bit enumeration index.
/// </summary>
internal sealed class BincodeSource(byte[] data) : SerdeSource
{
    // The salt and the variant, which follow the STARK proof.
    private const int TailBytes = 8;
    private const int MaxFeltDigits = 76;
    private const int MaxText = 128;

    private string where = "proof";
    private int position;

    /// <inheritdoc/>
    internal override string Where => where;

    /// <summary>True once all bytes are read.</summary>
    internal bool AtEnd => position == data.Length;

    /// <inheritdoc/>
    internal override SerdeSource Field(string name)
    {
        where = name;
        return this;
    }

    /// <inheritdoc/>
    internal override bool IsPresent() => Integer(1, 1) == 1;

    /// <inheritdoc/>
    internal override IEnumerable<SerdeSource> Sequence()
    {
        // Every element takes at least a byte, so that a false length ends at the end of the data.
        return Repeat(Length(1));
    }

    /// <inheritdoc/>
    internal override IEnumerable<SerdeSource> Tuple(int length) => Repeat(length);

    /// <inheritdoc/>
    internal override ulong Integer(int bytes, ulong max)
    {
        if (data.Length - position < bytes)
        {
            throw new ProofFormatException(where, $"{bytes} bytes at offset {position}", "the end");
        }

        ReadOnlySpan<byte> span = data.AsSpan(position, bytes);
        ulong value = bytes switch
        {
            1 => span[0],
            4 => BinaryPrimitives.ReadUInt32LittleEndian(span),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(span),
        };
        position += bytes;
        return value <= max
            ? value
            : throw new ProofFormatException(where, $"an integer from 0 to {max} at offset {position - bytes}", $"{value}");
    }

    /// <inheritdoc/>
    internal override bool HasAuxiliaryData => data.Length - position > TailBytes;

    /// <inheritdoc/>
    internal override bool HoldsTexts()
    {
        // Behind the number of elements: the length of a text and digits, or 32 bytes that are a hash and look like it with chance 2^-58.
        ReadOnlySpan<byte> rest = data.AsSpan(position);
        if (rest.Length < 2 * sizeof(ulong))
        {
            return false;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(rest[sizeof(ulong)..]);
        rest = rest[(2 * sizeof(ulong))..];
        return length is > 0 and <= MaxFeltDigits
            && (ulong)rest.Length >= length
            && !rest[..(int)length].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <inheritdoc/>
    internal override string Text(int max)
    {
        Span<byte> text = stackalloc byte[(int)Integer(8, (ulong)Math.Min(max, MaxText))];
        Bytes(text);
        return Encoding.ASCII.GetString(text);
    }

    /// <inheritdoc/>
    internal override int Variant(ImmutableArray<string> names) => (int)Integer(4, (ulong)(names.Length - 1));

    /// <inheritdoc/>
    internal override QM31 Secure()
    {
        M31 a = Base();
        M31 b = Base();
        M31 c = Base();
        return new(a, b, c, Base());
    }

    /// <inheritdoc/>
    internal override M31[] Bases()
    {
        M31[] values = new M31[Length(sizeof(uint))];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Base();
        }

        return values;
    }

    /// <inheritdoc/>
    internal override void Bytes(Span<byte> destination)
    {
        if (data.Length - position < destination.Length)
        {
            throw new ProofFormatException(where, $"{destination.Length} bytes at offset {position}", "the end");
        }

        data.AsSpan(position, destination.Length).CopyTo(destination);
        position += destination.Length;
    }

    /// <summary>A number of elements, at most those that the bytes behind it can hold.</summary>
    /// <param name="bytes">What an element takes at least.</param>
    private int Length(int bytes) => (int)Integer(sizeof(ulong), (ulong)Math.Max(0, data.Length - position - sizeof(ulong)) / (ulong)bytes);

    private IEnumerable<SerdeSource> Repeat(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return this;
        }
    }
}
