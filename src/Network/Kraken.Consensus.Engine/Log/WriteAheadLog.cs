using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;

namespace Kraken.Consensus.Engine.Log;

/// <summary>
/// The inputs of the current height, one file per height. A record is its length (4 bytes), the first 8 bytes of its SHA-256 and
/// its content. A tail that a crash cut off is dropped when the file is opened: nothing that depends on it has left the node.
/// </summary>
internal sealed class WriteAheadLog : IDisposable
{
    private const int HeaderBytes = 12;

    private readonly string folder;
    private FileStream? file;
    private bool dirty;

    public WriteAheadLog(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Opens the file of a height, removes the files of lower heights and returns the records found, oldest first.</summary>
    public IReadOnlyList<LogRecord> Open(ulong height)
    {
        file?.Dispose();
        string path = Path.Combine(folder, height.ToString("d20", CultureInfo.InvariantCulture) + ".wal");
        foreach (string other in Directory.EnumerateFiles(folder, "*.wal"))
        {
            if (string.CompareOrdinal(Path.GetFileName(other), Path.GetFileName(path)) < 0)
            {
                File.Delete(other);
            }
        }

        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        List<LogRecord> records = [];
        long end = ReadRecords(file, records);
        file.SetLength(end);
        file.Position = end;
        dirty = false;
        return records;
    }

    /// <summary>Appends a record; it is durable after <see cref="Flush"/>.</summary>
    public void Append(LogRecord record)
    {
        byte[] content = record.Encode();
        Span<byte> header = stackalloc byte[HeaderBytes];
        WriteHeader(header, content);
        file!.Write(header);
        file.Write(content);
        dirty = true;
    }

    /// <summary>Makes every appended record durable.</summary>
    public void Flush()
    {
        if (dirty)
        {
            file!.Flush(flushToDisk: true);
            dirty = false;
        }
    }

    public void Dispose() => file?.Dispose();

    private static void WriteHeader(Span<byte> header, ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        BinaryPrimitives.WriteInt32LittleEndian(header, content.Length);
        digest[..8].CopyTo(header[4..]);
    }

    /// <summary>Reads whole and intact records; returns the position behind the last.</summary>
    private static long ReadRecords(FileStream file, List<LogRecord> records)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        Span<byte> expected = stackalloc byte[HeaderBytes];
        long end = 0;
        while (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length <= 0 || length > file.Length - file.Position)
            {
                break;
            }

            byte[] content = new byte[length];
            file.ReadExactly(content);
            WriteHeader(expected, content);
            if (!header.SequenceEqual(expected) || !LogRecord.TryDecode(content, out LogRecord? record))
            {
                break;
            }

            records.Add(record!);
            end = file.Position;
        }

        return end;
    }
}
