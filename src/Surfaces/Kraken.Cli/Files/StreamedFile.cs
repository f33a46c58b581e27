using System;
using System.IO;
using System.Threading.Tasks;
using Kraken.Storage.Files;

namespace Kraken.Cli.Files;

/// <summary>
/// Files that are too long to be held in memory before they are written; what holds of <see cref="OutputFile"/> holds of them.
/// </summary>
internal static class StreamedFile
{
    private const int BufferBytes = 1 << 16;

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
    /// <param name="path">The file, a link to one, a pipe or a device.</param>
    /// <param name="write">Writes the content; where it throws, the file stays as it was.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        FileSystemInfo aim = Resolve(path);

        // Devices and pipes are there and have no length; one must not put a file in their place.
        if (aim is FileInfo { Exists: true, Length: 0 })
        {
            using FileStream stream = new(aim.FullName, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
            await write(stream).ConfigureAwait(false);
            return;
        }

        string part = aim.FullName + DurableFile.Unfinished;
        try
        {
            using (FileStream file = new(part, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes))
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
}
