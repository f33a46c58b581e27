using System;
using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Writes JSON without white space.</summary>
internal sealed class JsonSink(IBufferWriter<byte> output) : SerdeSink, IDisposable
{
    private readonly Utf8JsonWriter _writer = new(output);

    /// <summary>Flushes what was written.</summary>
    public void Dispose() => _writer.Dispose();

    /// <inheritdoc/>
    internal override void BeginStructure() => _writer.WriteStartObject();

    /// <inheritdoc/>
    internal override void Field(string name) => _writer.WritePropertyName(name);

    /// <inheritdoc/>
    internal override void EndStructure() => _writer.WriteEndObject();

    /// <inheritdoc/>
    internal override void BeginSequence(int length) => _writer.WriteStartArray();

    /// <inheritdoc/>
    internal override void BeginTuple() => _writer.WriteStartArray();

    /// <inheritdoc/>
    internal override void End() => _writer.WriteEndArray();

    /// <inheritdoc/>
    internal override void None() => _writer.WriteNullValue();

    /// <inheritdoc/>
    internal override void Some()
    {
    }

    /// <inheritdoc/>
    internal override void Integer(int bytes, ulong value) => _writer.WriteNumberValue(value);

    /// <inheritdoc/>
    internal override void Text(string value) => _writer.WriteStringValue(value);

    /// <inheritdoc/>
    internal override void Variant(ImmutableArray<string> names, int index) => _writer.WriteStringValue(names[index]);
}
