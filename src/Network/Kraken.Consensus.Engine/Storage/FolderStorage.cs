using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

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
        Flush(Opened(name), name);
        if (!entered.Contains(name))
        {
            SyncFolder();
            entered.Add(name);
        }
    }

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        Close(name);
        string next = At(name) + ".next";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            Flush(file, next);
        }

        File.Move(next, At(name), overwrite: true);
        SyncFolder();
    }

    /// <inheritdoc/>
    public void Rename(string name, string other)
    {
        Close(name);
        entered.Remove(name);
        File.Move(At(name), At(other), overwrite: true);
        SyncFolder();
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

    private static void Flush(FileStream file, string name)
    {
        try
        {
            file.Flush(flushToDisk: true);
        }
        catch (IOException failed)
        {
            throw new SyncFailedException(name, failed);
        }
    }

    /// <summary>Makes the folder's entries durable: without it a new or renamed file may be gone after a power cut.</summary>
    private void SyncFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            // The journal of NTFS orders renames after the data that was flushed before.
            return;
        }

        int descriptor = NativeMethods.Open(folder, NativeMethods.ReadOnlyDirectory);
        if (descriptor < 0)
        {
            throw new SyncFailedException(folder, new IOException($"it cannot be opened, error {Marshal.GetLastPInvokeError()}"));
        }

        int result = NativeMethods.Sync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = NativeMethods.Close(descriptor);
        if (result != 0)
        {
            throw new SyncFailedException(folder, new IOException($"error {error}"));
        }
    }
}
