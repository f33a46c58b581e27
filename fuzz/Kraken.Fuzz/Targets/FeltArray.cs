using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Fuzz.Targets;

/// <summary>Field elements as a JSON array of hexadecimal texts: how inputs that are felts are kept.</summary>
internal static class FeltArray
{
    private const int MaxBytes = 1 << 22;

    /// <summary>Reads an array; null when the text is none.</summary>
    internal static Felt[]? Read(byte[] json) =>
        JsonDecoding.TryDecode(json, MaxBytes, node => node.Felts(MaxBytes), out ImmutableArray<Felt> felts, out _) ? [.. felts] : null;
}
