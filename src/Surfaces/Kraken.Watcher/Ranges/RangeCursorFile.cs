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

    /// <summary>
    /// The cursor; before block 1 when there is none, or one that is damaged: it may be lost, as all that lies in the store is found again.
    /// </summary>
    /// <param name="damage">What is wrong with one that is damaged; null for nothing.</param>
    /// <exception cref="InvalidDataException">It is of another chain, or cannot be read at all.</exception>
    public RangeCursor Read(out string? damage)
    {
        damage = null;
        if (!Path.Exists(path))
        {
            return new RangeCursor(0);
        }

        byte[] json = BoundedFile.TryRead(path, MaxBytes, out string? problem) ?? throw new InvalidDataException(problem);
        RangeCursor? cursor = null;
        try
        {
            cursor = JsonSerializer.Deserialize(json, WatcherJson.Default.RangeCursor);
        }
        catch (JsonException exception)
        {
            damage = $"the cursor {path} is damaged: {exception.Message}";
        }

        if (cursor?.Genesis is { } other && other != $"{genesis}")
        {
            throw new InvalidDataException(
                $"the cursor {path}: expected the chain that begins with {genesis}, got that of {other}; it needs another folder");
        }

        if (cursor is { Planned.IsDefault: false } && FindProblem(cursor) is { } contradiction)
        {
            damage = $"the cursor {path}: {contradiction}";
        }

        return cursor is null || damage is not null ? new RangeCursor(0)
            : cursor.Planned.IsDefault ? cursor with { Planned = [] }
            : cursor;
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
