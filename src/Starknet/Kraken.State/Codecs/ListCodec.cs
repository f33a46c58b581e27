using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Fields.Serialization;

namespace Kraken.State.Codecs;

/// <summary>Lists of the codecs: a 32-bit count, then the items.</summary>
internal static class ListCodec
{
    internal delegate T ReadItem<T>(ref ByteReader reader);

    internal static void List<T>(this ByteWriter writer, ImmutableArray<T> items, Action<ByteWriter, T> write)
    {
        writer.Int32(items.Length);
        foreach (T item in items)
        {
            write(writer, item);
        }
    }

    internal static void Felts(this ByteWriter writer, ImmutableArray<Felt> values) => writer.Felts(values.AsSpan());

    // The least size of an item in bytes bounds the count that is believed.
    internal static ImmutableArray<T> List<T>(ref ByteReader reader, int smallest, ReadItem<T> read)
    {
        int count = reader.Count(int.MaxValue, smallest);
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            items.Add(read(ref reader));
        }

        return items.ToImmutable();
    }

    internal static ImmutableArray<Felt> Felts(ref ByteReader reader) => [.. reader.Felts(int.MaxValue)];
}
