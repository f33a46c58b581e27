using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kraken.Proofs;

/// <summary>Reads a manifest.json that anybody may have written.</summary>
internal static class ManifestJson
{
    /// <summary>Reads the JSON.</summary>
    /// <param name="json">The file.</param>
    /// <param name="type">The kind of manifest.</param>
    /// <param name="findProblem">Says what of a manifest contradicts itself; null for nothing.</param>
    /// <exception cref="InvalidDataException">It is no manifest; the message says why.</exception>
    internal static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, Func<T, string?> findProblem)
        where T : class
    {
        try
        {
            T read = JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException("manifest: expected an object, got null");
            return findProblem(read) is { } problem ? throw new InvalidDataException($"manifest: {problem}") : read;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"manifest: {exception.Message}", exception);
        }
    }
}
