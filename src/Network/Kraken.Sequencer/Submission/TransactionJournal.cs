using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.Storage.Files;
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

    private readonly string path;
    private readonly int maxContent;
    private readonly long leastCompacted;
    private readonly Predicate<Felt> waits;
    private readonly ILogger logger;
    private readonly Func<string, FileMode, FileStream> open;
    private readonly Lock gate = new();
    private readonly long restorable;

    // The transactions whose end would have to be noted.
    private readonly HashSet<Felt> present = [];
    private FileStream? file;
    private long compacted;
    private bool isCompacting;
    private bool isFailing;

    // What was found at the start, the first bytes of the file, is left out by nobody before it was told.
    private long untold;

    /// <summary>Opens or makes the file. A record that a kill left half-written is cut off, with all that stands behind it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxContent">The most bytes of a transaction.</param>
    /// <param name="waits">Whether the transaction of a hash waits in the pool.</param>
    /// <param name="logger">Told of damage and of failed writes.</param>
    /// <param name="leastCompacted">The size in bytes below which the file is not written anew.</param>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public TransactionJournal(string path, int maxContent, Predicate<Felt> waits, ILogger logger, long leastCompacted = LeastCompacted)
        : this(path, maxContent, waits, logger, leastCompacted, Open)
    {
    }

    internal TransactionJournal(
        string path, int maxContent, Predicate<Felt> waits, ILogger logger, long leastCompacted, Func<string, FileMode, FileStream> open)
    {
        this.path = path;
        this.maxContent = maxContent;
        this.waits = waits;
        this.logger = logger;
        this.leastCompacted = leastCompacted;
        this.open = open;
        file = open(path, FileMode.OpenOrCreate);
        restorable = CutOff(file);
        compacted = restorable;
        untold = restorable;
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
    /// <param name="content">Its encoding for other validators, not empty.</param>
    public void Add(in Felt transactionHash, ReadOnlySpan<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfZero(content.Length, nameof(content));
        JournalRecord record = JournalRecord.Of(transactionHash, content);
        bool isDue;
        lock (gate)
        {
            bool isWritten = TryWrite(record);
            if (isWritten)
            {
                present.Add(transactionHash);
            }

            isDue = isWritten && file!.Length > Math.Max(leastCompacted, 2 * compacted);
        }

        if (isDue)
        {
            TryCompact();
        }
    }

    /// <summary>
    /// Notes that a transaction is accepted no longer: whoever asked was told that it is rejected, and a restart must not take it again.
    /// </summary>
    /// <param name="transactionHash">Its hash; one that is not in the file may be given.</param>
    public void Remove(in Felt transactionHash)
    {
        lock (gate)
        {
            if (present.Remove(transactionHash))
            {
                TryWrite(JournalRecord.Of(transactionHash, []));
            }
        }
    }

    /// <summary>
    /// Tells what the file held when it was opened and was not removed later, in the order of acceptance; then what waits no longer is
    /// left out.
    /// </summary>
    /// <param name="decoder">Decodes the transactions.</param>
    /// <param name="each">Told of each.</param>
    /// <param name="cancellation">Ends it early; what was found stays in the file.</param>
    /// <returns>How many were told.</returns>
    /// <exception cref="IOException">The file cannot be read; what was found stays in it.</exception>
    public int Restore(TransactionDecoder decoder, Action<SubmittedTransaction> each, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(each);
        if (restorable == 0)
        {
            return 0;
        }

        int restored = 0;
        using (FileStream reader = Reader())
        {
            Dictionary<Felt, long> ends = Ends(reader, restorable);
            foreach ((long at, JournalRecord record) in Records(reader, restorable))
            {
                cancellation.ThrowIfCancellationRequested();
                if (ends.GetValueOrDefault(record.Hash, -1) < at
                    && IsPresent(record.Hash)
                    && decoder.TryDecode(record.Content, out SubmittedTransaction? transaction))
                {
                    each(transaction!);
                    restored++;
                }
            }
        }

        lock (gate)
        {
            untold = 0;
        }

        TryCompact();
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

    private static FileStream Open(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);

    // It may have been removed since the file was opened.
    private bool IsPresent(in Felt transactionHash)
    {
        lock (gate)
        {
            return present.Contains(transactionHash);
        }
    }

    private long CutOff(FileStream opened)
    {
        long sound = 0;
        while (JournalRecord.TryRead(opened, maxContent, out JournalRecord? record))
        {
            Note(present, record.Value);
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

    private bool TryWrite(JournalRecord record)
    {
        if (file is null)
        {
            return false;
        }

        long length = file.Length;
        try
        {
            file.Write(record.Bytes);
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

    private FileStream Reader() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>The records between two places, each with the place where it begins.</summary>
    private IEnumerable<(long At, JournalRecord Record)> Records(FileStream from, long end, long begin = 0)
    {
        from.Seek(begin, SeekOrigin.Begin);
        for (long at = begin; at < end && JournalRecord.TryRead(from, maxContent, out JournalRecord? record); at = from.Position)
        {
            yield return (at, record.Value);
        }
    }

    /// <summary>Where each transaction that was removed before a place was removed last.</summary>
    private Dictionary<Felt, long> Ends(FileStream from, long end)
    {
        Dictionary<Felt, long> ends = [];
        foreach ((long at, JournalRecord record) in Records(from, end))
        {
            if (record.IsEnd)
            {
                ends[record.Hash] = at;
            }
        }

        return ends;
    }

    private void TryCompact()
    {
        long end;
        long kept;
        lock (gate)
        {
            if (file is null || isCompacting)
            {
                return;
            }

            isCompacting = true;
            end = file.Length;
            kept = untold;
        }

        try
        {
            Compact(end, kept);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The old file is whole. It is tried again when it has doubled once more.
            CompactionFailed(path, failure.Message);
            lock (gate)
            {
                compacted = end;
            }
        }
        finally
        {
            lock (gate)
            {
                isCompacting = false;
            }
        }
    }

    // Before the new file takes the old one's place, a kill leaves the old one.
    private void Compact(long end, long kept)
    {
        string next = path + DurableFile.Unfinished;
        FileStream written = open(next, FileMode.Create);
        try
        {
            using FileStream reader = Reader();
            HashSet<Felt> still = [];
            CopyWaiting(reader, end, kept, written, still);

            // A power cut must not leave the new name with less than the old file had.
            DurableFile.Flush(written);
            if (!TryReplace(reader, end, written, still))
            {
                written.Dispose();
                File.Delete(next);
            }
        }
        catch
        {
            written.Dispose();
            File.Delete(next);
            throw;
        }
    }

    // Not under the gate: it takes long, and the pool, which is asked, removes transactions under its own, which consensus waits for.
    private void CopyWaiting(FileStream reader, long end, long kept, FileStream written, HashSet<Felt> still)
    {
        Dictionary<Felt, long> ends = Ends(reader, end);
        foreach ((long at, JournalRecord record) in Records(reader, end))
        {
            bool isUntold = at < kept || (record.IsEnd && kept > 0);
            bool isAccepted = !record.IsEnd && ends.GetValueOrDefault(record.Hash, -1) < at;
            if (isUntold || (isAccepted && waits(record.Hash)))
            {
                written.Write(record.Bytes);
                Note(still, record);
            }
        }
    }

    // What came since the pool was asked is kept as it is. False after the journal was closed.
    private bool TryReplace(FileStream reader, long end, FileStream written, HashSet<Felt> still)
    {
        lock (gate)
        {
            if (file is null)
            {
                return false;
            }

            foreach ((_, JournalRecord record) in Records(reader, file.Length, end))
            {
                written.Write(record.Bytes);
                Note(still, record);
            }

            File.Move(written.Name, path, overwrite: true);
            file.Dispose();
            file = written;
            compacted = written.Length;
            present.Clear();
            present.UnionWith(still);
            return true;
        }
    }

    private static void Note(HashSet<Felt> present, JournalRecord record)
    {
        if (record.IsEnd)
        {
            present.Remove(record.Hash);
        }
        else
        {
            present.Add(record.Hash);
        }
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
