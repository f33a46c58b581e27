using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Kraken.Consensus.Engine.Storage;

namespace Kraken.Consensus.Engine.Log;

/// <summary>
/// The records of the current height, one file per height. A record is a mark (4 bytes), its length (4 bytes), the first 8 bytes of its
/// SHA-256 and its content. A tail that a crash cut off is dropped: nothing that depends on it left the node. Anything else that does not
/// read is damage, which is told and never repaired by forgetting.
/// </summary>
/// <param name="storage">Where the files are.</param>
/// <param name="algorithm">The algorithm whose inputs are logged.</param>
/// <param name="maxBlockBytes">The largest block.</param>
public sealed class WriteAheadLog(IDurableStorage storage, IConsensusAlgorithm algorithm, int maxBlockBytes)
{
    private const uint Mark = 0x4B57414C;
    private const int HeaderBytes = 16;
    private const string Extension = ".wal";
    private const string DamagedExtension = ".damaged";

    private string? name;
    private bool dirty;

    // The end of the last record that was written whole; behind it a write that failed may have left a part of one.
    private long length;
    private bool isTorn;

    // The records of an earlier process, until they are written anew: the system may have them in memory only, though a sync of its own
    // failed or was never asked for, and a sync now would not say so.
    private ReadOnlyMemory<byte>? inherited;

    /// <summary>True when no log of any height exists.</summary>
    public bool IsEmpty => !storage.Names.Any(file => file.EndsWith(Extension, StringComparison.Ordinal));

    /// <summary>Opens the log of a height, removes those of lower heights, and returns what it holds.</summary>
    public LogContent Open(ulong height)
    {
        string opened = height.ToString("d20", CultureInfo.InvariantCulture) + Extension;
        foreach (string other in storage.Names.Where(file =>
            file.EndsWith(Extension, StringComparison.Ordinal) && string.CompareOrdinal(file, opened) < 0).ToList())
        {
            storage.Delete(other);
        }

        name = opened;
        length = 0;
        isTorn = false;
        dirty = false;
        inherited = null;
        byte[]? bytes = storage.Read(opened);
        if (bytes is null)
        {
            return new LogContent([], null);
        }

        List<LogRecord> records = [];
        int end = ReadRecords(bytes, records, out bool isDecodable);
        if (end < bytes.Length && (!isDecodable || HasRecordAfter(bytes, end + 1)))
        {
            storage.Rename(opened, opened + DamagedExtension);
            return new LogContent(
                records,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{opened}: expected a record at byte {end} of {bytes.Length}, got damaged bytes before intact ones; "
                    + $"kept as {opened}{DamagedExtension}"));
        }

        // The rest becomes durable before anything is said that may rest on it, in another file: a torn tail that is cut off in place could
        // come back under what follows it.
        inherited = bytes.AsMemory(0, end);
        return new LogContent(records, null);
    }

    /// <summary>Appends a record; it is durable after <see cref="Flush"/>.</summary>
    /// <returns>How many bytes it takes.</returns>
    public int Append(LogRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        byte[] framed = Framed(record);
        string opened = name ?? throw new InvalidOperationException("no log is open");
        WriteInherited();
        if (isTorn)
        {
            // What a full disk took of a record would be damage once another follows it.
            storage.Truncate(opened, length);
        }

        isTorn = true;
        dirty = true;
        storage.Append(opened, framed);
        isTorn = false;
        length += framed.Length;
        return framed.Length;
    }

    /// <summary>
    /// Rewrites the log without the kept blocks of other values than these; after a crash the old or the new log is there, whole.
    /// </summary>
    public void Compact(IReadOnlyCollection<ValueId> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        string opened = name ?? throw new InvalidOperationException("no log is open");
        List<LogRecord> records = [];
        ReadRecords(storage.Read(opened) ?? [], records, out _);
        using MemoryStream compacted = new();
        foreach (LogRecord record in records.Where(record => record is not LogRecord.KeptBlock block || keep.Contains(block.Value)))
        {
            compacted.Write(Framed(record));
        }

        storage.Replace(opened, compacted.ToArray());
        inherited = null;
        length = compacted.Length;
        isTorn = false;
        dirty = false;
    }

    /// <summary>Makes every appended record durable.</summary>
    public void Flush()
    {
        WriteInherited();
        if (dirty)
        {
            storage.Sync(name!);
            dirty = false;
        }
    }

    private void WriteInherited()
    {
        if (inherited is { } found)
        {
            storage.Replace(name!, found.Span);
            length = found.Length;
            inherited = null;
        }
    }

    private byte[] Framed(LogRecord record)
    {
        byte[] content = record.Encode(algorithm);
        byte[] framed = new byte[HeaderBytes + content.Length];
        WriteHeader(framed, content);
        content.CopyTo(framed, HeaderBytes);
        return framed;
    }

    private static void WriteHeader(Span<byte> header, ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], content.Length);
        digest[..8].CopyTo(header[8..]);
    }

    /// <summary>The content of the record at a place; empty when no whole and intact one begins there.</summary>
    private static ReadOnlySpan<byte> ContentAt(ReadOnlySpan<byte> bytes, int place)
    {
        ReadOnlySpan<byte> rest = bytes[place..];
        if (rest.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(rest) != Mark)
        {
            return [];
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
        if (length <= 0 || length > rest.Length - HeaderBytes)
        {
            return [];
        }

        ReadOnlySpan<byte> content = rest.Slice(HeaderBytes, length);
        Span<byte> expected = stackalloc byte[HeaderBytes];
        WriteHeader(expected, content);
        return rest[..HeaderBytes].SequenceEqual(expected) ? content : [];
    }

    private static bool HasRecordAfter(ReadOnlySpan<byte> bytes, int from)
    {
        Span<byte> mark = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, Mark);
        for (int place = from; place < bytes.Length; place++)
        {
            int next = bytes[place..].IndexOf(mark);
            if (next < 0)
            {
                return false;
            }

            place += next;
            if (!ContentAt(bytes, place).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Reads whole and intact records; returns the place behind the last. Intact bytes that no record decodes from are damage.
    /// </summary>
    private int ReadRecords(ReadOnlySpan<byte> bytes, List<LogRecord> records, out bool isDecodable)
    {
        int end = 0;
        isDecodable = true;
        while (end < bytes.Length)
        {
            ReadOnlySpan<byte> content = ContentAt(bytes, end);
            if (content.IsEmpty)
            {
                return end;
            }

            if (LogRecord.Decode(content, algorithm, maxBlockBytes) is not { } record)
            {
                isDecodable = false;
                return end;
            }

            records.Add(record);
            end += HeaderBytes + content.Length;
        }

        return end;
    }
}
