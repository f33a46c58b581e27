using System;
using System.IO;

namespace Kraken.Storage.Files;

/// <summary>
/// What is written beside its place and renamed into it when it is whole, a file or a folder: several processes may do so at once, and
/// one that ends while it writes leaves what the next writer removes.
/// </summary>
public static class UnfinishedEntry
{
    /// <summary>How the names of unfinished entries begin.</summary>
    public const string Prefix = ".unfinished-";

    // No entry takes so long to write.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>A new path in a folder, whose entries that nobody will finish are removed.</summary>
    /// <param name="folder">The folder, which exists.</param>
    public static string In(string folder)
    {
        RemoveAbandoned(folder);
        return Path.Combine(folder, Prefix + Guid.NewGuid().ToString("n"));
    }

    private static void RemoveAbandoned(string folder)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos(Prefix + "*"))
        {
            try
            {
                if (DateTime.UtcNow - entry.LastWriteTimeUtc <= Abandoned)
                {
                    continue;
                }

                if (entry is DirectoryInfo directory)
                {
                    directory.Delete(recursive: true);
                }
                else
                {
                    entry.Delete();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process removes it, or it is another's.
            }
        }
    }
}
