using System;
using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Serialization;

/// <summary>Lists of records in binary encodings: a 32-bit count, then the items.</summary>
public static class ListCodec
{
    /// <summary>Reads one item; it fails the reader where the bytes are none.</summary>
    /// <typeparam name="T">The item.</typeparam>
    public delegate T ReadItem<T>(ref ByteReader reader);

    /// <summary>Appends a counted list.</summary>
    /// <typeparam name="T">The item.</typeparam>
    public static void List<T>(this ByteWriter writer, ImmutableArray<T> items, Action<ByteWriter, T> write)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(write);
        writer.Int32(items.Length);
        foreach (T item in items)
        {
            write(writer, item);
        }
    }

    /// <summary>Appends a counted list of elements.</summary>
    public static void Felts(this ByteWriter writer, ImmutableArray<Felt> values)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Felts(values.AsSpan());
    }

    /// <summary>Reads a counted list.</summary>
    /// <typeparam name="T">The item.</typeparam>
    /// <param name="reader">The reader; it fails where the bytes are no such list.</param>
    /// <param name="smallest">The least size of an item in bytes, above 0: it bounds the count that is believed.</param>
    /// <param name="read">Reads an item.</param>
    public static ImmutableArray<T> List<T>(ref ByteReader reader, int smallest, ReadItem<T> read)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smallest);
        ArgumentNullException.ThrowIfNull(read);
        int count = reader.Count(int.MaxValue, smallest);
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            items.Add(read(ref reader));
        }

        return items.ToImmutable();
    }

    /// <summary>Reads a counted list of elements.</summary>
    public static ImmutableArray<Felt> Felts(ref ByteReader reader) => [.. reader.Felts(int.MaxValue)];
}
