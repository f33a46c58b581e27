using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.BlockProof.Stateless;

/// <summary>
/// Reads a file of parts that stand behind their lengths, and remembers in words the first that is not as it must be; from then on every
/// read gives nothing.
/// </summary>
/// <param name="bytes">Foreign bytes; no more memory is taken than a small multiple of theirs.</param>
public ref struct PartReader(ReadOnlySpan<byte> bytes)
{
    private ByteReader reader = new(bytes);

    /// <summary>Decodes a part; false where the bytes are not exactly one.</summary>
    /// <typeparam name="T">The part.</typeparam>
    public delegate bool DecodePart<T>(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out T? part);

    /// <summary>Reads an item of a list; what it gives after an error is thrown away.</summary>
    /// <typeparam name="T">The item.</typeparam>
    public delegate T? ReadItem<T>(ref PartReader reader, string where);

    /// <summary>The first part that is not as it must be: which, what was expected, what is there; null so far.</summary>
    public string? Error { get; private set; }

    /// <summary>Refuses a part for a reason of the caller's; only the first counts.</summary>
    public void Refuse(string where, string expected, string got) => Error ??= $"{where}: expected {expected}, got {got}";

    /// <summary>Reads an element.</summary>
    public Felt Felt(string where)
    {
        Felt value = Error is null ? reader.Felt() : default;
        RefuseIfFailed(where, "32 bytes below the Stark prime", "others or the end");
        return Error is null ? value : default;
    }

    /// <summary>Reads a byte of at most <paramref name="most"/>.</summary>
    public byte Byte(string where, byte most)
    {
        byte value = Error is null ? reader.Byte() : (byte)0;
        RefuseIfFailed(where, "a byte", "the end");
        if (Error is null && value > most)
        {
            Refuse(where, $"at most {most}", $"{value}");
        }

        return Error is null ? value : (byte)0;
    }

    /// <summary>Reads 0 or 1.</summary>
    public bool Boolean(string where) => Byte(where, 1) == 1;

    /// <summary>Reads a number, 0 to <paramref name="most"/>, of four bytes.</summary>
    public int Number(string where, int most)
    {
        int number = Error is null ? reader.Int32() : 0;
        RefuseIfFailed(where, "a number of four bytes", "the end");
        if (Error is null && (number < 0 || number > most))
        {
            Refuse(where, $"at most {most}", $"{(uint)number}");
        }

        return Error is null ? number : 0;
    }

    /// <summary>Reads a byte string behind its length.</summary>
    /// <param name="where">Which part it is.</param>
    /// <param name="most">The most bytes.</param>
    public byte[] Bytes(string where, int most)
    {
        if (Error is not null)
        {
            return [];
        }

        ByteReader ahead = reader;
        int length = ahead.Int32();
        if (!ahead.Failed && (length < 0 || length > most))
        {
            Refuse(where, $"at most {most} bytes", $"{(uint)length}");
            return [];
        }

        byte[] bytes = reader.Bytes(most);
        RefuseIfFailed(where, $"{length} bytes", "the end");
        return Error is null ? bytes : [];
    }

    /// <summary>Reads a part that has a decoder of its own; null after an error.</summary>
    /// <typeparam name="T">The part.</typeparam>
    /// <param name="where">Which part it is.</param>
    /// <param name="most">The most bytes.</param>
    /// <param name="kind">What it is, with its article.</param>
    public T? Part<T>(string where, int most, string kind, DecodePart<T> decode)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(decode);
        byte[] bytes = Bytes(where, most);
        if (Error is null && decode(bytes, out T? part))
        {
            return part;
        }

        Refuse(where, kind, $"{bytes.Length} bytes that are none");
        return null;
    }

    /// <summary>Reads a list behind its number of items.</summary>
    /// <typeparam name="T">The item.</typeparam>
    /// <param name="where">What the items are.</param>
    /// <param name="most">The most items.</param>
    /// <param name="item">What one of them is called, before its number; null where they are too small to be told apart.</param>
    public ImmutableArray<T> List<T>(string where, int most, string? item, ReadItem<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        int count = Number(where, most);
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>();
        for (int i = 0; i < count && Error is null; i++)
        {
            T? next = read(ref this, item is null ? where : $"{item} {i}");
            if (Error is null)
            {
                items.Add(next!);
            }
        }

        return items.ToImmutable();
    }

    /// <summary>Nothing may be left.</summary>
    /// <param name="whole">What ends here.</param>
    public void End(string whole)
    {
        if (!reader.AtEnd)
        {
            Refuse($"after {whole}", "the end", "more bytes");
        }
    }

    private void RefuseIfFailed(string where, string expected, string got)
    {
        if (reader.Failed)
        {
            Refuse(where, expected, got);
        }
    }
}
