using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Storage.Files;

namespace Kraken.Consensus.Engine.Storage;

/// <summary>A folder on disk. Not safe for several threads.</summary>
public sealed class FolderStorage : IDurableStorage, IDisposable
{
    private readonly string folder;
    private readonly HashSet<string> entered = [];
    private string? openName;
    private FileStream? open;

    /// <summary>Uses a folder, which is made when there is none.</summary>
    public FolderStorage(string folder)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names =>
        [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public byte[]? Read(string name)
    {
        Close(name);
        return File.Exists(At(name)) ? File.ReadAllBytes(At(name)) : null;
    }

    /// <inheritdoc/>
    public void Append(string name, ReadOnlySpan<byte> content)
    {
        FileStream file = Opened(name);
        file.Write(content);

        // To the system, so that a killed process loses nothing; to the disk by Sync.
        file.Flush(flushToDisk: false);
    }

    /// <inheritdoc/>
    public void Truncate(string name, long length)
    {
        FileStream file = Opened(name);
        file.SetLength(length);
        file.Seek(0, SeekOrigin.End);
    }

    /// <inheritdoc/>
    public void Sync(string name)
    {
        DurableFile.Flush(Opened(name));
        if (!entered.Contains(name))
        {
            DurableFile.SyncFolder(folder);
            entered.Add(name);
        }
    }

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        Close(name);
        DurableFile.Replace(At(name), content);
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        Close(name);
        entered.Remove(name);
        File.Delete(At(name));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        open?.Dispose();
        open = null;
        openName = null;
    }

    private string At(string name) => Path.Combine(folder, name);

    private FileStream Opened(string name)
    {
        if (openName != name)
        {
            Dispose();
            // Without a buffer, so that nothing of a write that failed comes again with the next.
            open = new FileStream(At(name), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            open.Seek(0, SeekOrigin.End);
            openName = name;
        }

        return open!;
    }

    private void Close(string name)
    {
        if (openName == name)
        {
            Dispose();
        }
    }
}
