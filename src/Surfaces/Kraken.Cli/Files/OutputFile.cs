using System;
using System.IO;
using System.Threading.Tasks;
using Kraken.Storage.Files;

namespace Kraken.Cli.Files;

/// <summary>The files that verbs write: whether one can be written is known before the work, and it is there whole or not at all.</summary>
internal static class OutputFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Says on standard error why a file could not be written; true when it can.</summary>
    public static bool CanWrite(string path)
    {
        string? problem = FindProblem(path);
        if (problem is not null)
        {
            ErrorLine.Write(path, problem);
        }

        return problem is null;
    }

    /// <summary>Why a file could not be written, without its path; null when it can.</summary>
    public static string? FindProblem(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return "expected a file to write, got a folder";
            }

            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!Directory.Exists(folder))
            {
                return $"expected an existing folder, {folder} is none";
            }

            // To open a pipe waits for its reader, who takes the first close for the end.
            if (Resolve(path) is FileInfo aim && KeepsItsPlace(aim))
            {
                return aim.IsReadOnly ? "expected a file that can be written, got one that can be read alone" : null;
            }

            // Opening tells of rights and read-only disks; a file that was not there is not left behind.
            bool isNew = !File.Exists(path);
            using (FileStream probe = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
            {
            }

            if (isNew)
            {
                File.Delete(path);
            }

            return null;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return $"expected a file that can be written: {exception.Message}";
        }
    }

    /// <summary>Where writing to a path ends, behind its links; the path itself where it is none that can be followed.</summary>
    public static string AimOf(string path)
    {
        try
        {
            return Resolve(path).FullName;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>Writes a file, over one that is there: until all of the new content is there, the old one is.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        FileSystemInfo aim = Resolve(path);
        if (KeepsItsPlace(aim))
        {
            using FileStream stream = Create(aim.FullName);
            stream.Write(content);
            return;
        }

        try
        {
            DurableFile.Replace(aim.FullName, content);
        }
        catch (IOException)
        {
            File.Delete(aim.FullName + DurableFile.Unfinished);
            throw;
        }
    }

    /// <summary>The same of a file that is too long to be held in memory before it is written.</summary>
    /// <param name="path">The file, a link to one, a pipe or a device.</param>
    /// <param name="write">Writes the content; where it throws, the file stays as it was.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        FileSystemInfo aim = Resolve(path);
        if (KeepsItsPlace(aim))
        {
            using FileStream stream = Create(aim.FullName);
            await write(stream).ConfigureAwait(false);
            return;
        }

        string part = aim.FullName + DurableFile.Unfinished;
        try
        {
            using (FileStream file = Create(part))
            {
                await write(file).ConfigureAwait(false);
                DurableFile.Flush(file);
            }

            DurableFile.Rename(part, aim.FullName);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static FileSystemInfo Resolve(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)!;
    }

    // Devices and pipes are there and have no length; one must not put a file in their place.
    private static bool KeepsItsPlace(FileSystemInfo aim) => aim is FileInfo { Exists: true, Length: 0 };

    private static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
}
