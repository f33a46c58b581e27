using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Writes bincode 1.3 with its defaults.</summary>
internal sealed class BincodeSink(IBufferWriter<byte> output) : SerdeSink
{
    /// <inheritdoc/>
    internal override void BeginStructure()
    {
    }

    /// <inheritdoc/>
    internal override void Field(string name)
    {
    }

    /// <inheritdoc/>
    internal override void EndStructure()
    {
    }

    /// <inheritdoc/>
    internal override void BeginSequence(int length) => Integer(8, (ulong)length);

    /// <inheritdoc/>
    internal override void BeginTuple()
    {
    }

    /// <inheritdoc/>
    internal override void End()
    {
    }

    /// <inheritdoc/>
    internal override void None() => Integer(1, 0);

    /// <inheritdoc/>
    internal override void Some() => Integer(1, 1);

    /// <inheritdoc/>
    internal override void Integer(int bytes, ulong value)
    {
        Span<byte> little = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(little, value);
        output.Write(little[..bytes]);
    }

    /// <inheritdoc/>
    internal override void Text(string value)
    {
        Integer(8, (ulong)value.Length);
        output.Write(Encoding.ASCII.GetBytes(value));
    }

    /// <inheritdoc/>
    internal override void Variant(ImmutableArray<string> names, int index) => Integer(4, (ulong)index);
}
