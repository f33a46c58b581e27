using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Storage.Sqlite;

/// <summary>
/// Moves the write-ahead log into the file when it has grown, beside the batches that follow. A page that many batches changed is moved
/// once. Called by one thread at a time, the one that writes.
/// </summary>
/// <remarks>
/// What a batch survives does not depend on this: it is durable in the log, which stays until the file is. When all of the log is in the
/// file and nobody reads the log, the next batch begins it anew. Readers who follow each other closely may prevent that for ever, and a
/// writer who does not rest; then the move holds the writer and waits for those who read, as whoever comes needs only the file.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="limits">When it is moved.</param>
internal sealed class SqliteLog(string path, SqliteLogLimits limits) : IDisposable
{
    private const int PageBytes = 4096;

    private readonly long checkpointPages = limits.CheckpointBytes / PageBytes;
    private Task? move;
    private SqliteConnection? mover;
    private long grown;

    // A log that is longer was not begun anew after the last move.
    private long LongPages => checkpointPages + (checkpointPages / 2);

    /// <summary>
    /// The store was opened: what a process that was killed left in the log counts, and is moved at once if it is as much as is moved. Who
    /// is killed again and again before it writes that much would make the log grow without a bound.
    /// </summary>
    public void Opened()
    {
        FileInfo left = new(path + "-wal");
        Grew(left.Exists ? left.Length / PageBytes : 0);
        move?.Wait();
    }

    /// <summary>A batch was written.</summary>
    /// <param name="pages">The pages that it added to the log.</param>
    public void Grew(long pages)
    {
        grown += pages;
        if (grown < checkpointPages)
        {
            return;
        }

        move?.Wait();
        grown = 0;

        // On a thread of its own: the writer may have to wait for it, and not for a place in the pool.
        move = Task.Factory.StartNew(Move, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Ends with the move that runs.</summary>
    public void Dispose()
    {
        move?.Wait();
        mover?.Dispose();
    }

    private void Move()
    {
        try
        {
            mover ??= Open();
            if (mover.TryCheckpoint(waits: false, out int pages) && pages > LongPages)
            {
                mover.TryCheckpoint(waits: true, out _);
            }
        }
        catch (StoreException)
        {
            // The log stays as it is, and is read from: nothing is lost. It is tried again when it has grown by as much.
        }
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = SqliteConnection.Open(path);
        try
        {
            connection.WaitAtMost(limits.MaxWaitMilliseconds);

            // A connection finds that there is a log when it reads.
            connection.TryGet([0], out _);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
