using System.IO;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Proofs.Ranges;
using Kraken.Storage.Files;

namespace Kraken.Watcher.Ranges;

/// <summary>Keeps the cursor of proved blocks in a file that is replaced as a whole.</summary>
/// <param name="path">The file.</param>
/// <param name="genesis">The hash of the chain's block 0: what is done of another chain says nothing of this one.</param>
internal sealed class RangeCursorFile(string path, Felt genesis)
{
    private const int MaxBytes = 1 << 20;

    /// <summary>The cursor; before block 1 when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another chain.</exception>
    public RangeCursor Read()
    {
        if (!File.Exists(path))
        {
            return new RangeCursor(0);
        }

        byte[] json = BoundedFile.TryRead(path, MaxBytes, out string? problem) ?? throw new InvalidDataException(problem);
        try
        {
            RangeCursor cursor = JsonSerializer.Deserialize(json, WatcherJson.Default.RangeCursor) ?? new RangeCursor(0);
            if (cursor.Genesis is { } other && other != $"{genesis}")
            {
                throw new InvalidDataException(
                    $"the cursor {path}: expected the chain that begins with {genesis}, got that of {other}; it needs another folder");
            }

            return cursor.Planned.IsDefault ? cursor with { Planned = [] }
                : FindProblem(cursor) is { } contradiction ? throw new InvalidDataException($"the cursor {path}: {contradiction}")
                : cursor;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the cursor {path} is damaged", exception);
        }
    }

    /// <summary>Replaces it.</summary>
    public void Write(RangeCursor cursor) => DurableFile.Replace(
        path, JsonSerializer.SerializeToUtf8Bytes(cursor with { Genesis = $"{genesis}" }, WatcherJson.Default.RangeCursor));

    private static string? FindProblem(RangeCursor cursor)
    {
        ulong last = 0;
        foreach (BlockSpan? planned in cursor.Planned)
        {
            if (planned is null || planned.First <= last || planned.Last < planned.First)
            {
                string got = planned is null ? "null" : $"{planned.First} to {planned.Last}";
                return $"expected planned ranges in order, got {got} behind {last}";
            }

            last = planned.Last;
        }

        return null;
    }
}
