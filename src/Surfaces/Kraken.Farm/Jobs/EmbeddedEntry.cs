using System;
using System.Text.Json;

namespace Kraken.Farm.Jobs;

/// <summary>A job as the embedded queue keeps it.</summary>
/// <param name="Begun">How often it was taken and not settled since it was put there.</param>
/// <param name="Reason">Why it is among the dead letters; null of one that waits.</param>
internal sealed record EmbeddedEntry(RangeJob Job, int Begun, string? Reason = null)
{
    /// <summary>Reads what a file of the queue holds; null where it is no entry.</summary>
    public static EmbeddedEntry? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FarmJson.Default.EmbeddedEntry) is { } entry
                && RangeJobCodec.TryDecode(RangeJobCodec.Encode(entry.Job), out _, out _) ? entry : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>What a file of the queue holds.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FarmJson.Default.EmbeddedEntry);
}
