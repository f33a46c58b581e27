using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Reads a JSON element; errors name the innermost field.</summary>
internal sealed class JsonSource(JsonElement element, string where) : SerdeSource
{
    /// <inheritdoc/>
    internal override string Where => where;

    /// <inheritdoc/>
    internal override SerdeSource Field(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? new JsonSource(value, name)
            : throw new ProofFormatException(where, $"an object with field {name}", Kind());

    /// <inheritdoc/>
    internal override bool IsPresent() => element.ValueKind != JsonValueKind.Null;

    /// <inheritdoc/>
    internal override IEnumerable<SerdeSource> Sequence()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new ProofFormatException(where, "an array", Kind());
        }

        foreach (JsonElement item in element.EnumerateArray())
        {
            yield return new JsonSource(item, where);
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<SerdeSource> Tuple(int length) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == length
            ? Sequence()
            : throw new ProofFormatException(where, $"an array of {length}", Kind());

    /// <inheritdoc/>
    internal override ulong Integer(int bytes, ulong max) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out ulong value) && value <= max
            ? value
            : throw new ProofFormatException(where, $"an integer from 0 to {max}", Kind());

    /// <inheritdoc/>
    internal override bool HoldsTexts() =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0 && element[0].ValueKind == JsonValueKind.String;

    /// <inheritdoc/>
    internal override string Text(int max)
    {
        // The text as it is written: hexadecimal and decimal digits need no escapes.
        string raw = element.ValueKind == JsonValueKind.String ? element.GetRawText() : string.Empty;
        return raw.Length >= 2 && raw.Length <= max + 2
            ? raw[1..^1]
            : throw new ProofFormatException(where, $"a text of at most {max} characters", Kind());
    }

    /// <inheritdoc/>
    internal override int Variant(ImmutableArray<string> names)
    {
        int index = element.ValueKind == JsonValueKind.String ? names.IndexOf(element.GetString()!) : -1;
        return index >= 0 ? index : throw new ProofFormatException(where, string.Join(" or ", names), Kind());
    }

    /// <inheritdoc/>
    internal override QM31 Secure()
    {
        Span<uint> parts = stackalloc uint[4];
        int count = 0;
        Expect(element, 2);
        foreach (JsonElement half in element.EnumerateArray())
        {
            Expect(half, 2);
            foreach (JsonElement coordinate in half.EnumerateArray())
            {
                parts[count++] = Canonical(coordinate).Value;
            }
        }

        return new(M31.FromCanonical(parts[0]), M31.FromCanonical(parts[1]), M31.FromCanonical(parts[2]), M31.FromCanonical(parts[3]));
    }

    /// <inheritdoc/>
    internal override M31[] Bases()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new ProofFormatException(where, "an array", Kind());
        }

        M31[] values = new M31[element.GetArrayLength()];
        int count = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            values[count++] = Canonical(item);
        }

        return values;
    }

    /// <inheritdoc/>
    internal override void Bytes(Span<byte> destination)
    {
        Expect(element, destination.Length);
        int count = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetByte(out destination[count++]))
            {
                throw new ProofFormatException(where, "a byte", Shown(item));
            }
        }
    }

    private void Expect(JsonElement array, int length)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() != length)
        {
            throw new ProofFormatException(where, $"an array of {length}", Shown(array));
        }
    }

    private M31 Canonical(JsonElement item) =>
        item.ValueKind == JsonValueKind.Number && item.TryGetUInt32(out uint value) && value < M31.Modulus
        ? M31.FromCanonical(value)
        : throw new ProofFormatException(where, $"an integer below {M31.Modulus}", Shown(item));

    private string Kind() => Shown(element);

    // Texts were bounded by the outline.
    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"an array of {value.GetArrayLength()}",
        JsonValueKind.Object => "an object",
        _ => value.GetRawText(),
    };
}
