using System;
using System.Text.Json;

namespace Kraken.Cairo.Prover.Input;

/// <summary>Reads the JSON form of a prover input (stwo-cairo, adapter).</summary>
public static class ProverInputReader
{
    /// <summary>Decodes a file's bytes: every member that the prover needs, each once, and nothing behind them.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="input">The input, null on error.</param>
    /// <param name="limits">What it may hold; null for the default.</param>
    /// <returns>Null, or why the bytes were refused.</returns>
    public static ProverInputError? TryRead(ReadOnlySpan<byte> json, out ProverInput? input, ProverInputLimits? limits = null)
    {
        input = null;
        ProverInputParts parts = new(limits ?? ProverInputLimits.Default);
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 16 });
        try
        {
            reader.Read();
            parts.Read(ref reader);

            // Throws where anything but white space follows.
            reader.Read();
            input = parts.Build();
            return null;
        }
        catch (MemberException error)
        {
            return new(error.Path, error.Expected, error.Got ?? $"{InputJson.Token(ref reader)} at byte {reader.TokenStartIndex}");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a property name that is not UTF-8.
            return new($"byte {reader.TokenStartIndex}", "JSON", error.Message);
        }
    }
}
