using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Fields;
using Kraken.Sierra.ToIL;
using Kraken.Storage.Files;

namespace Kraken.Execution.Native;

/// <summary>
/// Native code on disk, a file for each class, so that a restart compiles nothing again. A file that is damaged, of another class or of
/// another build is replaced. Nothing depends on the files; who may write them may run code. Used by one thread.
/// </summary>
/// <param name="path">The folder, made when it is first needed.</param>
/// <param name="maxBytes">The most bytes of all files; the oldest give way.</param>
public sealed class NativeFolder(string path, long maxBytes = 512L << 20)
{
    private const string Ending = ".native";

    /// <summary>The code of a class, or null.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal NativeImage? Find(in Felt classHash)
    {
        FileInfo file = new(PathOf(classHash));
        if (!file.Exists || file.Length > NativeImageCodec.MaxBytes)
        {
            return null;
        }

        if (!NativeImageCodec.TryDecode(File.ReadAllBytes(file.FullName), classHash, out NativeImage? image, out _))
        {
            return null;
        }

        // The time of use: the files used longest ago give way.
        file.LastWriteTimeUtc = DateTime.UtcNow;
        return image;
    }

    /// <summary>Keeps the code of a class.</summary>
    /// <exception cref="IOException">The folder or the file cannot be written.</exception>
    internal void Keep(in Felt classHash, NativeImage image)
    {
        byte[] bytes = NativeImageCodec.Encode(image, classHash);
        if (bytes.Length > Math.Min(maxBytes, NativeImageCodec.MaxBytes))
        {
            return;
        }

        Directory.CreateDirectory(path);
        MakeRoom(bytes.Length);
        DurableFile.Replace(PathOf(classHash), bytes);
    }

    private void MakeRoom(long wanted)
    {
        List<FileInfo> files = [.. new DirectoryInfo(path).EnumerateFiles().OrderBy(file => file.LastWriteTimeUtc)];
        long room = maxBytes - wanted - files.Sum(file => file.Length);
        foreach (FileInfo file in files.TakeWhile(_ => room < 0))
        {
            room += file.Length;
            file.Delete();
        }
    }

    private string PathOf(in Felt classHash) => Path.Combine(path, $"{classHash}{Ending}");
}
