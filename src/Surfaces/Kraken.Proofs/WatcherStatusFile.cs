using System;
using System.IO;
using System.Text.Json;
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
            string? damage = status is null ? "expected a status, got null"
                : status.Schema != WatcherStatus.CurrentSchema ? $"expected schema {WatcherStatus.CurrentSchema}, got {status.Schema}"
                : status.Ranges.FindProblem();
            return damage is null ? status : throw new InvalidDataException($"{Place}: {damage}");
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
}
