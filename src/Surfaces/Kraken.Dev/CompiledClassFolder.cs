using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Storage.Files;

namespace Kraken.Dev;

/// <summary>
/// Compiled classes on disk, a file for each, so that what was compiled once is not compiled by the next process. A file that is damaged,
/// of another class or by another build of the compiler is passed over and replaced. Who may write the files may say what a class does:
/// it is for development chains alone. Safe for several threads and processes.
/// </summary>
/// <param name="path">The folder, made when it is first needed.</param>
/// <param name="maxBytes">The most bytes of all files; those used longest ago give way.</param>
public sealed class CompiledClassFolder(string path, long maxBytes = 256L << 20) : ICompiledClasses
{
    /// <summary>The most bytes of a file.</summary>
    internal const int MaxFileBytes = 64 << 20;

    private const string Ending = ".casm";
    private const int ChecksumBytes = SHA256.HashSizeInBytes;

    /// <inheritdoc/>
    public CasmClass? Find(in Felt classHash)
    {
        string file = PathOf(classHash);
        if (BoundedFile.TryRead(file, MaxFileBytes, out _) is not { Length: > ChecksumBytes } bytes)
        {
            return null;
        }

        ReadOnlyMemory<byte> json = bytes.AsMemory(ChecksumBytes);
        if (!bytes.AsSpan(0, ChecksumBytes).SequenceEqual(Checksum(classHash, json.Span))
            || !CasmClassJson.TryDecode(json, out CasmClass? casm, out DecodeError? _))
        {
            return null;
        }

        Try(() => File.SetLastWriteTimeUtc(file, DateTime.UtcNow));
        return casm;
    }

    /// <inheritdoc/>
    public void Keep(in Felt classHash, CasmClass casm)
    {
        Felt named = classHash;
        byte[] json = CasmClassJson.ToBytes(casm);
        long length = ChecksumBytes + (long)json.Length;
        if (length > Math.Min(maxBytes, MaxFileBytes))
        {
            return;
        }

        Try(() =>
        {
            Directory.CreateDirectory(path);
            MakeRoom(length);

            // Another process may write the same. What is left of one that is killed has the ending too, and gives way in its turn.
            string next = Path.Combine(path, $"{Guid.NewGuid():N}{Ending}");
            using (FileStream file = new(next, FileMode.CreateNew))
            {
                file.Write(Checksum(named, json));
                file.Write(json);
                DurableFile.Flush(file);
            }

            DurableFile.Rename(next, PathOf(named));
        });
    }

    private static byte[] Checksum(in Felt classHash, ReadOnlySpan<byte> json)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(ClassCompiler.Build));
        hash.AppendData(classHash.ToBytesBigEndian());
        hash.AppendData(json);
        return hash.GetHashAndReset();
    }

    // Nothing depends on the files.
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next process compiles again.
        }
    }

    // Files of another kind are somebody else's: the folder is named by a user.
    private void MakeRoom(long wanted)
    {
        List<FileInfo> files = [.. new DirectoryInfo(path).EnumerateFiles($"*{Ending}").OrderBy(file => file.LastWriteTimeUtc)];
        long room = maxBytes - wanted - files.Sum(file => file.Length);
        foreach (FileInfo file in files.TakeWhile(_ => room < 0))
        {
            room += file.Length;
            file.Delete();
        }
    }

    private string PathOf(in Felt classHash) => Path.Combine(path, $"{classHash}{Ending}");
}
