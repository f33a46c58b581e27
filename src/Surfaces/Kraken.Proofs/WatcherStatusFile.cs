using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Proofs.Ranges;
using Kraken.Storage.Files;

namespace Kraken.Proofs;

/// <summary>The status that a watcher keeps beside its proofs, for the explorer and for <c>kraken watch --status</c>.</summary>
/// <param name="root">The folder of the proof store.</param>
public sealed class WatcherStatusFile(string root)
{
    private const int MaxBytes = 16 << 20;

    private string Place => Path.Combine(root, "watcher.json");

    /// <summary>The status; null when no watcher wrote one.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public WatcherStatus? Read()
    {
        if (!File.Exists(Place))
        {
            return null;
        }

        byte[] json = BoundedFile.TryRead(Place, MaxBytes, out string? problem) ?? throw new InvalidDataException(problem);
        try
        {
            WatcherStatus? status = JsonSerializer.Deserialize(json, ProofStoreJson.Default.WatcherStatus);
            if (status is { Schema: not 1 })
            {
                throw new InvalidDataException($"{Place}: expected schema 1, got {status.Schema}");
            }

            // Whoever shows it shows all of these.
            if (status is not null && Longest(status) is var longest && longest > WatcherStatus.MaxListed)
            {
                throw new InvalidDataException($"{Place}: expected lists of at most {WatcherStatus.MaxListed}, got one of {longest}");
            }

            return status is { Failed.IsDefault: false, Retrying.IsDefault: false, Differing.IsDefault: false }
                && status.Failed.Concat(status.Retrying).All(call => call is not null)
                && status.Differing.All(block => block is { Mismatches.IsDefault: false } && block.Mismatches.All(text => text is not null))
                && (status.Ranges is null || IsWhole(status.Ranges))
                ? status
                : throw new InvalidDataException($"{Place}: expected a status with its lists");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{Place}: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the status.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(WatcherStatus status)
    {
        Directory.CreateDirectory(root);
        DurableFile.Replace(Place, JsonSerializer.SerializeToUtf8Bytes(status, ProofStoreJson.Default.WatcherStatus));
    }

    private static int Longest(WatcherStatus status) => ((int[])
    [
        Length(status.Failed),
        Length(status.Retrying),
        Length(status.Differing),
        status.Ranges is null ? 0 : Length(status.Ranges.Proved),
        status.Ranges is null ? 0 : Length(status.Ranges.Unproved),
    ]).Max();

    private static int Length<T>(ImmutableArray<T> list) => list.IsDefault ? 0 : list.Length;

    private static bool IsWhole(RangeStatus ranges) =>
        ranges is { Proved.IsDefault: false, Unproved.IsDefault: false }
        && ranges.Proved.All(span => span is not null)
        && ranges.Unproved.All(block => block is not null);
}
