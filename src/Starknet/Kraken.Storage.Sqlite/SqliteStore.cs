using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;

namespace Kraken.Storage.Sqlite;

/// <summary>
/// A store in one SQLite file: a table of keys and values ordered by key, with a write-ahead log, so that readers and the writer do not
/// wait for each other. One connection writes; readers share a pool of others; a third kind moves the log into the file.
/// </summary>
public sealed class SqliteStore : IKeyValueStore
{
    /// <summary>
    /// The memory for pages of the connection that writes. What it read and wrote stays there from batch to batch, as nobody else writes;
    /// most pages that a batch changes were changed by one of the last.
    /// </summary>
    internal const int WriterCacheBytes = 32 << 20;

    private readonly string path;
    private readonly Lock writing = new();
    private readonly SqliteConnection writer;
    private readonly SqliteLog log;
    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private volatile bool disposed;

    private SqliteStore(string path, SqliteConnection writer, SqliteLogLimits limits)
    {
        this.path = path;
        this.writer = writer;
        log = new SqliteLog(path, limits);
    }

    /// <summary>Opens the store in a file, which is made if it is not there (its folder too).</summary>
    /// <exception cref="StoreException">The file cannot be opened or is not a store.</exception>
    public static SqliteStore Open(string path, SqliteDurability durability = SqliteDurability.PowerLoss) =>
        Open(path, durability, SqliteLogLimits.Default);

    /// <inheritdoc cref="Open(string, SqliteDurability)"/>
    internal static SqliteStore Open(string path, SqliteDurability durability, SqliteLogLimits limits)
    {
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        SqliteConnection writer = SqliteConnection.Open(full);
        try
        {
            writer.Execute("PRAGMA journal_mode = WAL");
            writer.Execute(durability == SqliteDurability.PowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            writer.Set("cache_size", -WriterCacheBytes / 1024); // a negative number is one of KiB
            writer.Set("wal_autocheckpoint", 0);
            writer.Set("journal_size_limit", limits.CheckpointBytes);
            writer.Execute("CREATE TABLE IF NOT EXISTS record (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID");
            SqliteStore store = new(full, writer, limits);
            store.log.Opened();
            return store;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file is open, in this process or another; false where there is no file.</summary>
    /// <exception cref="StoreException">The file is not a store.</exception>
    public static bool IsOpenElsewhere(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using SqliteConnection probe = SqliteConnection.Open(Path.GetFullPath(path));
        return !probe.TryTakeAlone();
    }

    /// <inheritdoc/>
    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value)
    {
        SqliteConnection reader = Rent();
        try
        {
            return reader.TryGet(key, out value);
        }
        finally
        {
            Return(reader);
        }
    }

    /// <inheritdoc/>
    public bool TryFirst(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from, out StoreRecord record)
    {
        SqliteConnection reader = Rent();
        try
        {
            return reader.TryFirst(prefix, from, out record);
        }
        finally
        {
            Return(reader);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) =>
        ScanSnapshot(prefix.ToArray(), from.ToArray());

    /// <inheritdoc/>
    public IStoreSnapshot Snapshot()
    {
        SqliteConnection reader = Rent();
        try
        {
            reader.BeginRead();
            return new SqliteSnapshot(reader, () =>
            {
                reader.Rollback();
                Return(reader);
            });
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(Func<IStoreReader, WriteBatch> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (writing)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            writer.Execute("BEGIN IMMEDIATE");
            try
            {
                // On the connection that writes, whose pages outlive the batches: those of a reader go with each batch.
                using SqliteSnapshot before = new(writer, static () => { });
                WriteBatch batch = make(before);
                before.Dispose();
                foreach (StoreChange change in batch.ByKey())
                {
                    writer.Apply(change);
                }

                writer.Execute("COMMIT");
            }
            catch
            {
                writer.Rollback();
                throw;
            }

            log.Grew(writer.TakePagesWritten());
        }
    }

    /// <summary>Closes the file after the writer in progress. Snapshots still held close their own connections when disposed.</summary>
    public void Dispose()
    {
        lock (writing)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            log.Dispose();
            while (readers.TryTake(out SqliteConnection? reader))
            {
                reader.Dispose();
            }

            // The last connection to close moves the log into the file.
            writer.Dispose();
        }
    }

    private void Return(SqliteConnection reader)
    {
        readers.Add(reader);
        if (disposed && readers.TryTake(out SqliteConnection? unused))
        {
            unused.Dispose();
        }
    }

    private SqliteConnection Rent()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return readers.TryTake(out SqliteConnection? reader) ? reader : SqliteConnection.Open(path);
    }

    private IEnumerable<StoreRecord> ScanSnapshot(byte[] prefix, byte[] from)
    {
        using IStoreSnapshot snapshot = Snapshot();
        foreach (StoreRecord record in snapshot.Scan(prefix, from))
        {
            yield return record;
        }
    }
}
