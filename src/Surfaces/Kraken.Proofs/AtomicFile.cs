using System;
using System.IO;

namespace Kraken.Proofs;

/// <summary>Files that are there whole or not at all, whenever the process ends.</summary>
public static class AtomicFile
{
    /// <summary>The ending of files not finished.</summary>
    public const string Unfinished = ".unfinished";

    /// <summary>Writes a file, over one that is there.</summary>
    /// <exception cref="IOException">It cannot be written; what was there stays.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
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
