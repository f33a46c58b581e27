using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;

namespace Kraken.Storage.Sqlite;

/// <summary>
/// A store in one SQLite file: a table of keys and values ordered by key, with a write-ahead log, so that readers and the writer do not
/// wait for each other. One connection writes; readers share a pool of others.
/// </summary>
public sealed class SqliteStore : IKeyValueStore
{
    private readonly string path;
    private readonly Lock writing = new();
    private readonly SqliteConnection writer;
    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private volatile bool disposed;

    private SqliteStore(string path, SqliteConnection writer)
    {
        this.path = path;
        this.writer = writer;
    }

    /// <summary>Opens the store in a file, which is made if it is not there (its folder too).</summary>
    /// <exception cref="StoreException">The file cannot be opened or is not a store.</exception>
    public static SqliteStore Open(string path, SqliteDurability durability = SqliteDurability.PowerLoss)
    {
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        SqliteConnection writer = SqliteConnection.Open(full);
        try
        {
            writer.Execute("PRAGMA journal_mode = WAL");
            writer.Execute(durability == SqliteDurability.PowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            writer.Execute("CREATE TABLE IF NOT EXISTS record (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID");
            return new SqliteStore(full, writer);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
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
    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) =>
        ScanSnapshot(prefix.ToArray(), from.ToArray());

    /// <inheritdoc/>
    public IStoreSnapshot Snapshot()
    {
        SqliteConnection reader = Rent();
        try
        {
            return new SqliteSnapshot(this, reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(WriteBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (writing)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            writer.Execute("BEGIN IMMEDIATE");
            try
            {
                foreach (StoreChange change in batch.Changes)
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
            while (readers.TryTake(out SqliteConnection? reader))
            {
                reader.Dispose();
            }

            // The last connection to close moves the log into the file.
            writer.Dispose();
        }
    }

    /// <summary>Gives a connection of the pool back.</summary>
    internal void Return(SqliteConnection reader)
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
