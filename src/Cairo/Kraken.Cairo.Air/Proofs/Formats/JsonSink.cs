using System;
using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Writes JSON without white space.</summary>
internal sealed class JsonSink(IBufferWriter<byte> output) : SerdeSink, IDisposable
{
    private readonly Utf8JsonWriter writer = new(output);

    /// <summary>Flushes what was written.</summary>
    public void Dispose() => writer.Dispose();

    /// <inheritdoc/>
    internal override void BeginStructure() => writer.WriteStartObject();

    /// <inheritdoc/>
    internal override void Field(string name) => writer.WritePropertyName(name);

    /// <inheritdoc/>
    internal override void EndStructure() => writer.WriteEndObject();

    /// <inheritdoc/>
    internal override void BeginSequence(int length) => writer.WriteStartArray();

    /// <inheritdoc/>
    internal override void BeginTuple() => writer.WriteStartArray();

    /// <inheritdoc/>
    internal override void End() => writer.WriteEndArray();

    /// <inheritdoc/>
    internal override void None() => writer.WriteNullValue();

    /// <inheritdoc/>
    internal override void Some()
    {
    }

    /// <inheritdoc/>
    internal override void Integer(int bytes, ulong value) => writer.WriteNumberValue(value);

    /// <inheritdoc/>
    internal override void Text(string value) => writer.WriteStringValue(value);

    /// <inheritdoc/>
    internal override void Variant(ImmutableArray<string> names, int index) => writer.WriteStringValue(names[index]);
}
