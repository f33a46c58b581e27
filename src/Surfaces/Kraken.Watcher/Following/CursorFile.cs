using System.IO;
using System.Text.Json;
using Kraken.Proofs;
using Kraken.Storage.Files;
using Kraken.Watcher.Queue;

namespace Kraken.Watcher.Following;

/// <summary>Keeps the cursor in a file that is replaced as a whole.</summary>
internal sealed class CursorFile(string path)
{
    /// <summary>The cursor; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public ChainCursor? Read()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), WatcherJson.Default.ChainCursor);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the cursor {path} is damaged", exception);
        }
    }

    /// <summary>Moves the cursor.</summary>
    public void Write(ChainCursor cursor) =>
        DurableFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(cursor, WatcherJson.Default.ChainCursor));
}
