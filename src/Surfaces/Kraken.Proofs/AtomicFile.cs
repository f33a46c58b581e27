using System.IO;

namespace Kraken.Watcher.Queue;

/// <summary>Files that are there whole or not at all, whenever the process ends.</summary>
internal static class AtomicFile
{
    /// <summary>The ending of files not finished.</summary>
    public const string Unfinished = ".unfinished";

    public static void Write(string path, byte[] content)
    {
        string beside = path + Unfinished;
        using (FileStream file = new(beside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
