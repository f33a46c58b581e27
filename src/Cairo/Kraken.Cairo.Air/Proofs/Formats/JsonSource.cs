using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Reads a JSON element; errors name the innermost field.</summary>
internal sealed class JsonSource(JsonElement element, string where) : SerdeSource
{
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
    internal override int Variant(ImmutableArray<string> names)
    {
        int index = element.ValueKind == JsonValueKind.String ? names.IndexOf(element.GetString()!) : -1;
        return index >= 0 ? index : throw new ProofFormatException(where, string.Join(" or ", names), Kind());
    }

    private string Kind()
    {
        string text = element.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? element.ValueKind.ToString() : element.GetRawText();
        return text.Length <= 80 ? text : text[..80];
    }
}
