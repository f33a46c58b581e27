using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging;

namespace Kraken.Sequencer.Submission;

/// <summary>
/// A file of the transactions that this node accepted from its users, so that a process that is killed has not lost what nobody else
/// heard of. It outlives the process, not the machine's power: writes go to the system and are not synced. Its size follows the pool's:
/// whenever it has doubled, what waits no longer is left out. Safe for several threads.
/// </summary>
public sealed partial class TransactionJournal : IDisposable
{
    // The file grows to this before it is worth to be written anew.
    private const long LeastCompacted = 8 << 20;

    // A record: the length of its content, the first bytes of SHA-256 over the rest, the transaction's hash, the content.
    private const int DigestBytes = 8;
    private const int HashAt = sizeof(uint) + DigestBytes;
    private const int HeaderBytes = HashAt + Felt.ByteCount;

    private readonly string path;
    private readonly int maxContent;
    private readonly long leastCompacted;
    private readonly Predicate<Felt> waits;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly long restorable;
    private FileStream? file;
    private long compacted;
    private bool isFailing;

    // What was found at the start is left out by nobody before it was told.
    private bool isRestored;

    /// <summary>Opens or makes the file. A record that a kill left half-written is cut off, with all that stands behind it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxContent">The most bytes of a transaction.</param>
    /// <param name="waits">Whether the transaction of a hash waits in the pool.</param>
    /// <param name="logger">Told of damage and of failed writes.</param>
    /// <param name="leastCompacted">The size in bytes below which the file is not written anew.</param>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public TransactionJournal(string path, int maxContent, Predicate<Felt> waits, ILogger logger, long leastCompacted = LeastCompacted)
    {
        this.path = path;
        this.maxContent = maxContent;
        this.waits = waits;
        this.logger = logger;
        this.leastCompacted = leastCompacted;
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        restorable = CutOff(file);
        compacted = restorable;
        isRestored = restorable == 0;
    }

    /// <summary>Bytes of the file; 0 once it could not even be cut back to what it held before a write that failed.</summary>
    public long Length
    {
        get
        {
            lock (gate)
            {
                return file?.Length ?? 0;
            }
        }
    }

    /// <summary>
    /// Adds an accepted transaction. One that there is no room for is not kept, which is logged: the node itself goes on.
    /// </summary>
    /// <param name="transactionHash">Its hash.</param>
    /// <param name="content">Its encoding for other validators.</param>
    public void Add(in Felt transactionHash, ReadOnlySpan<byte> content)
    {
        byte[] record = new byte[HeaderBytes + content.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)content.Length);
        transactionHash.WriteBigEndian(record.AsSpan(HashAt, Felt.ByteCount));
        content.CopyTo(record.AsSpan(HeaderBytes));
        Digest(record).CopyTo(record.AsSpan(sizeof(uint)));
        lock (gate)
        {
            if (TryWrite(record) && isRestored && file!.Length > Math.Max(leastCompacted, 2 * compacted))
            {
                TryCompact();
            }
        }
    }

    /// <summary>Tells what the file held when it was opened, in the order of acceptance; then what waits no longer is left out.</summary>
    /// <param name="decoder">Decodes the transactions.</param>
    /// <param name="each">Told of each.</param>
    /// <param name="cancellation">Ends it early; the file stays as it is.</param>
    /// <returns>How many were told.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public int Restore(TransactionDecoder decoder, Action<SubmittedTransaction> each, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(each);
        if (restorable == 0)
        {
            return 0;
        }

        int restored = 0;
        using (FileStream reader = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            while (reader.Position < restorable && TryRead(reader, out byte[]? record))
            {
                cancellation.ThrowIfCancellationRequested();
                if (decoder.TryDecode(record.AsSpan(HeaderBytes), out SubmittedTransaction? transaction))
                {
                    each(transaction!);
                    restored++;
                }
            }
        }

        lock (gate)
        {
            isRestored = true;
            if (file is not null)
            {
                TryCompact();
            }
        }

        return restored;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            file?.Dispose();
            file = null;
        }
    }

    private static ReadOnlySpan<byte> Digest(ReadOnlySpan<byte> record) => SHA256.HashData(record[HashAt..]).AsSpan(0, DigestBytes);

    private long CutOff(FileStream opened)
    {
        long sound = 0;
        while (TryRead(opened, out _))
        {
            sound = opened.Position;
        }

        if (opened.Length > sound)
        {
            Damaged(path, sound, opened.Length - sound);
            opened.SetLength(sound);
        }

        opened.Seek(0, SeekOrigin.End);
        return sound;
    }

    /// <summary>Reads a whole record; false at the end and where one is torn or damaged.</summary>
    private bool TryRead(FileStream from, [NotNullWhen(true)] out byte[]? record)
    {
        record = null;
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (from.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length > maxContent || length > from.Length - from.Position)
        {
            return false;
        }

        byte[] read = new byte[HeaderBytes + (int)length];
        header.CopyTo(read);
        from.ReadExactly(read.AsSpan(HeaderBytes));
        if (!Digest(read).SequenceEqual(read.AsSpan(sizeof(uint), DigestBytes)))
        {
            return false;
        }

        record = read;
        return true;
    }

    private bool TryWrite(byte[] record)
    {
        if (file is null)
        {
            return false;
        }

        long length = file.Length;
        try
        {
            file.Write(record);
            isFailing = false;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!isFailing)
            {
                WriteFailed(path, failure.Message);
            }

            isFailing = true;
            CutBack(length);
            return false;
        }
    }

    // Half a record would hide those that come behind it when there is room again.
    private void CutBack(long length)
    {
        try
        {
            file!.SetLength(length);
            file.Seek(0, SeekOrigin.End);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            CutBackFailed(path, failure.Message);
            file!.Dispose();
            file = null;
        }
    }

    private void TryCompact()
    {
        try
        {
            Compact();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The old file is whole. It is tried again when it has doubled once more.
            CompactionFailed(path, failure.Message);
            compacted = file!.Length;
            file.Seek(0, SeekOrigin.End);
        }
    }

    // Under the gate. Before the new file takes the old one's place, a kill leaves the old one.
    private void Compact()
    {
        string next = path + ".next";
        FileStream kept = new(next, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            file!.Seek(0, SeekOrigin.Begin);
            while (TryRead(file, out byte[]? record))
            {
                if (waits(Felt.FromBytesBigEndianReduced(record.AsSpan(HashAt, Felt.ByteCount))))
                {
                    kept.Write(record);
                }
            }

            File.Move(next, path, overwrite: true);
        }
        catch
        {
            kept.Dispose();
            File.Delete(next);
            throw;
        }

        file.Dispose();
        file = kept;
        compacted = kept.Length;
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "{Path}: damaged at byte {Offset}: {Bytes} bytes of accepted transactions are left out")]
    private partial void Damaged(string path, long offset, long bytes);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "{Path}: until it can be written, accepted transactions are not kept over a restart: {Reason}")]
    private partial void WriteFailed(string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: accepted transactions are no longer kept over a restart: {Reason}")]
    private partial void CutBackFailed(string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: it keeps what waits no longer until it can be written anew: {Reason}")]
    private partial void CompactionFailed(string path, string reason);
}
