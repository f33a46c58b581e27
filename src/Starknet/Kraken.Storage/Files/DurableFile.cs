using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Kraken.Storage.Files;

/// <summary>
/// Writes that a power cut does not undo: the bytes of a file are flushed to the disk, and so is the folder that names it, without which
/// a new or renamed file may be gone afterwards.
/// </summary>
/// <remarks>
/// Where the disk is full or refuses, members throw <see cref="IOException"/> and may be called again; not after a
/// <see cref="SyncFailedException"/>.
/// </remarks>
public static class DurableFile
{
    /// <summary>The ending of a file whose content is not whole yet.</summary>
    public const string Unfinished = ".next";

    /// <summary>Writes a file that must not be there yet.</summary>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content) => Write(path, FileMode.CreateNew, content);

    /// <summary>Writes a file, over one that is there: after a crash either all of the old or all of the new content is there.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string next = path + Unfinished;
        Write(next, FileMode.Create, content);
        File.Move(next, path, overwrite: true);
        SyncFolder(FolderOf(path));
    }

    /// <summary>Gives a file another name in its folder, over one that has it.</summary>
    public static void Rename(string path, string other)
    {
        File.Move(path, other, overwrite: true);
        SyncFolder(FolderOf(other));
    }

    /// <summary>
    /// Gives a file another name in its folder, if that is free: of several that try at once one succeeds. Where the file system has no
    /// hard links, one that comes a moment later may take the name over.
    /// </summary>
    /// <returns>False when the name is taken.</returns>
    public static bool TryRename(string path, string other)
    {
        // The framework's move looks first and renames then, so that several find the name free.
        if (!OperatingSystem.IsWindows())
        {
            if (NativeMethods.Link(path, other) == 0)
            {
                File.Delete(path);
                SyncFolder(FolderOf(other));
                return true;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == NativeMethods.Exists)
            {
                return false;
            }

            if (error is not (NativeMethods.NotPermitted or NativeMethods.NotSupported or NativeMethods.NotSupportedByMac))
            {
                throw new IOException($"{other}: the name cannot be given, error {error}");
            }
        }

        try
        {
            File.Move(path, other, overwrite: false);
        }
        catch (IOException) when (File.Exists(other))
        {
            return false;
        }

        SyncFolder(FolderOf(other));
        return true;
    }

    /// <summary>Gives a folder another name, which must be free, in the same parent. What it holds is synced before.</summary>
    public static void RenameFolder(string path, string other)
    {
        SyncFolder(path);
        Directory.Move(path, other);
        SyncFolder(FolderOf(other));
    }

    /// <summary>Makes what was written to a file durable.</summary>
    public static void Flush(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            file.Flush(flushToDisk: true);
        }
        catch (IOException failed)
        {
            throw new SyncFailedException(file.Name, failed);
        }
    }

    /// <summary>Makes the entries of a folder durable.</summary>
    public static void SyncFolder(string folder)
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

    private static void Write(string path, FileMode mode, ReadOnlySpan<byte> content)
    {
        using FileStream file = new(path, mode, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(content);
        Flush(file);
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
