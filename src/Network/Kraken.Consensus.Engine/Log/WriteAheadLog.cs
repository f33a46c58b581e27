using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Kraken.Consensus.Engine.Storage;
using Kraken.Storage.Files;

namespace Kraken.Consensus.Engine.Log;

/// <summary>
/// The records of the current height, one file per height. A record is a mark (4 bytes), its length (4 bytes), the first 8 bytes of its
/// SHA-256 and its content. A tail that a crash cut off is dropped: nothing that depends on it left the node. Anything else that does not
/// read is damage: it is told, the file is kept, and the log goes on from the records before it.
/// </summary>
/// <param name="storage">Where the files are.</param>
/// <param name="algorithm">The algorithm whose inputs are logged.</param>
/// <param name="maxBlockBytes">The largest block.</param>
public sealed class WriteAheadLog(IDurableStorage storage, IConsensusAlgorithm algorithm, int maxBlockBytes)
{
    private const uint Mark = 0x4B57414C;
    private const int HeaderBytes = 16;

    // How often a byte of a damaged log is hashed at most, on average, to find records in it.
    private const int HashesOfByte = 4;
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

    /// <summary>True when no log of any height exists, nor a damaged one.</summary>
    public bool IsEmpty => !storage.Names.Any(file => file.Contains(Extension, StringComparison.Ordinal));

    /// <summary>Opens the log of a height, removes those of lower heights, and returns what an earlier process left in it.</summary>
    public LogContent Open(ulong height)
    {
        if (!SwitchTo(height, out string opened))
        {
            return new LogContent([], null);
        }

        byte[] bytes = storage.Read(opened) ?? [];

        List<LogRecord> records = [];
        int end = ReadRecords(bytes, records, out bool isDecodable);
        string? damage = null;
        if (end < bytes.Length && (!isDecodable || HasRecordAfter(bytes, end + 1)))
        {
            storage.Replace(opened + DamagedExtension, bytes);
            damage = string.Create(
                CultureInfo.InvariantCulture,
                $"{opened}: expected a record at byte {end} of {bytes.Length}, got damaged bytes before intact ones; "
                + $"kept as {opened}{DamagedExtension}");
        }

        // The rest becomes durable before anything is said that may rest on it, in another file: a torn tail that is cut off in place could
        // come back under what follows it.
        inherited = bytes.AsMemory(0, end);
        return new LogContent(records, damage);
    }

    /// <summary>Begins the log of a height with nothing, and removes those of lower heights.</summary>
    public void Begin(ulong height)
    {
        if (SwitchTo(height, out _))
        {
            // Of a chain that was lost since: the height begins anew, and what is logged of it must not stand behind what led elsewhere.
            inherited = ReadOnlyMemory<byte>.Empty;
        }
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
    /// <exception cref="SyncFailedException">The file does not hold what it was given: rewritten, it would have forgotten it.</exception>
    public void Compact(IReadOnlyCollection<ValueId> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        string opened = name ?? throw new InvalidOperationException("no log is open");
        WriteInherited();
        List<LogRecord> records = [];
        byte[] bytes = storage.Read(opened) ?? [];
        int end = ReadRecords(bytes.AsSpan(0, (int)Math.Min(bytes.Length, length)), records, out _);
        if (end != length)
        {
            throw new SyncFailedException(opened, new IOException($"of {length} bytes {end} can be read"));
        }

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

    /// <summary>The log of a height is the one that is written; those of lower heights go. True when its file is there.</summary>
    private bool SwitchTo(ulong height, out string chosen)
    {
        string file = height.ToString("d20", CultureInfo.InvariantCulture) + Extension;
        string[] logs = [.. storage.Names.Where(other => other.EndsWith(Extension, StringComparison.Ordinal))];
        foreach (string lower in logs.Where(other => string.CompareOrdinal(other, file) < 0))
        {
            storage.Delete(lower);
        }

        name = chosen = file;
        length = 0;
        isTorn = false;
        dirty = false;
        inherited = null;
        return logs.Contains(file, StringComparer.Ordinal);
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
        int length = LengthAt(bytes, place);
        if (length == 0)
        {
            return [];
        }

        ReadOnlySpan<byte> rest = bytes[place..];
        ReadOnlySpan<byte> content = rest.Slice(HeaderBytes, length);
        Span<byte> expected = stackalloc byte[HeaderBytes];
        WriteHeader(expected, content);
        return rest[..HeaderBytes].SequenceEqual(expected) ? content : [];
    }

    /// <summary>The length that the record at a place says it has; 0 where none can begin.</summary>
    private static int LengthAt(ReadOnlySpan<byte> bytes, int place)
    {
        ReadOnlySpan<byte> rest = bytes[place..];
        if (rest.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(rest) != Mark)
        {
            return 0;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
        return length > 0 && length <= rest.Length - HeaderBytes ? length : 0;
    }

    // A torn block may be full of marks with long lengths, by whoever wrote its transactions: that counts as damage, which is but told.
    private static bool HasRecordAfter(ReadOnlySpan<byte> bytes, int from)
    {
        Span<byte> mark = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, Mark);
        long hashed = 0;
        for (int place = from; place < bytes.Length; place++)
        {
            int next = bytes[place..].IndexOf(mark);
            if (next < 0)
            {
                return false;
            }

            place += next;
            hashed += LengthAt(bytes, place);
            if (hashed > HashesOfByte * (long)bytes.Length || !ContentAt(bytes, place).IsEmpty)
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
