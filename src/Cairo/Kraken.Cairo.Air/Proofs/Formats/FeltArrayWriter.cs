using System;
using System.Buffers;
using System.Text;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Writes a JSON array of hexadecimal felts.</summary>
internal sealed class FeltArrayWriter : IDisposable
{
    private readonly Utf8JsonWriter writer;

    /// <summary>Starts the array.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="indented">One felt per line, indented by two spaces, as the reference prints; else without white space.</param>
    internal FeltArrayWriter(IBufferWriter<byte> output, bool indented)
    {
        writer = new(output, new JsonWriterOptions { Indented = indented, NewLine = "\n" });
        writer.WriteStartArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        writer.WriteEndArray();
        writer.Dispose();
    }

    /// <summary>Writes a small value.</summary>
    internal void Write(ulong value)
    {
        Span<byte> text = stackalloc byte[18];
        text[0] = (byte)'0';
        text[1] = (byte)'x';
        value.TryFormat(text[2..], out int length, "x", null);
        writer.WriteStringValue(text[..(2 + length)]);
    }

    /// <summary>Appends a felt as a hexadecimal string.</summary>
    internal void Write(Felt value) => writer.WriteStringValue(Encoding.ASCII.GetBytes(value.ToString()));

    /// <summary>Writes four coordinates.</summary>
    internal void Write(QM31 value)
    {
        for (int k = 0; k < 4; k++)
        {
            Write(value[k].Value);
        }
    }

    /// <summary>Writes a length and the elements.</summary>
    internal void Write<T>(T[] values, Action<T> write)
    {
        Write((ulong)values.Length);
        foreach (T value in values)
        {
            write(value);
        }
    }
}
