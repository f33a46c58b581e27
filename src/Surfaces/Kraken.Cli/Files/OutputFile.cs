using System;
using System.IO;
using Kraken.Storage.Files;

namespace Kraken.Cli.Files;

/// <summary>The files that verbs write: whether one can be written is known before the work, and it is there whole or not at all.</summary>
internal static class OutputFile
{
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

    /// <summary>Writes a file, over one that is there: until all of the new content is there, the old one is.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        FileInfo file = new(path);
        FileSystemInfo aim = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)!;

        // Devices and pipes are there and have no length; one must not put a file in their place.
        if (aim is FileInfo { Exists: true, Length: 0 })
        {
            using FileStream stream = new(aim.FullName, FileMode.Create, FileAccess.Write, FileShare.None);
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
}
