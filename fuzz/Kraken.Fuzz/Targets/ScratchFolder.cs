using System;
using System.IO;

namespace Kraken.Fuzz.Targets;

/// <summary>A folder of this process for decoders that read files; removed with the process.</summary>
internal static class ScratchFolder
{
    private static readonly string Folder = Make();

    /// <summary>Writes a file and gives its path.</summary>
    internal static string Write(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>An empty folder.</summary>
    internal static string Empty(string name)
    {
        string path = Path.Combine(Folder, name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return Directory.CreateDirectory(path).FullName;
    }

    private static string Make()
    {
        // Memory where the system has such a folder: a campaign writes millions of files.
        const string Memory = "/dev/shm";
        string folder = Directory.Exists(Memory)
            ? Directory.CreateDirectory(Path.Combine(Memory, $"kraken-fuzz-{Environment.ProcessId}")).FullName
            : Directory.CreateTempSubdirectory("kraken-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
