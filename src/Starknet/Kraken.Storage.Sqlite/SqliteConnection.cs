using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SQLitePCL;

namespace Kraken.Storage.Sqlite;

/// <summary>A connection to the file with its prepared statements. One thread at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    private const int BusyMilliseconds = 10_000;

    private readonly sqlite3 database;
    private readonly Dictionary<string, sqlite3_stmt> statements = [];

    static SqliteConnection() => Batteries_V2.Init();

    private SqliteConnection(sqlite3 database) => this.database = database;

    /// <summary>Opens a file, making it if it is not there.</summary>
    public static SqliteConnection Open(string path)
    {
        int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        int code = raw.sqlite3_open_v2(path, out sqlite3 database, flags, null);
        SqliteConnection connection = new(database);
        if (code != raw.SQLITE_OK)
        {
            connection.Dispose();
            throw new StoreException($"opening {path}: {raw.sqlite3_errstr(code).utf8_to_string()}");
        }

        connection.WaitAtMost(BusyMilliseconds);
        return connection;
    }

    /// <summary>How long the connection waits for a lock that another one holds.</summary>
    public void WaitAtMost(int milliseconds) => _ = raw.sqlite3_busy_timeout(database, milliseconds);

    /// <summary>Sets a property of the connection.</summary>
    public void Set(string name, long value) => Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA {name} = {value}"));

    /// <summary>The pages that this connection wrote since it was asked last.</summary>
    public long TakePagesWritten()
    {
        Check(raw.sqlite3_db_status(database, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, resetFlg: 1), "pages written");
        return pages;
    }

    /// <summary>Moves pages of the log into the file.</summary>
    /// <param name="waits">
    /// Waits, as long as the connection waits for locks, for the writer and for those who read the log, so that the next batch begins it
    /// anew; else moves what nobody hinders.
    /// </param>
    /// <returns>Whether it came to its end; what could not be moved stays in the log, from which it is read.</returns>
    public bool TryCheckpoint(bool waits, out int logPages)
    {
        int mode = waits ? raw.SQLITE_CHECKPOINT_RESTART : raw.SQLITE_CHECKPOINT_PASSIVE;
        return raw.sqlite3_wal_checkpoint_v2(database, null, mode, out logPages, out _) == raw.SQLITE_OK;
    }

    /// <summary>
    /// Takes the file for this connection alone, until it is closed; false where another one has it open. A connection to a store with a
    /// log holds a lock of the file as long as it is open, which excludes this.
    /// </summary>
    public bool TryTakeAlone()
    {
        const string Sql = "BEGIN IMMEDIATE";
        const int PrimaryCode = 0xff;
        WaitAtMost(0);
        Execute("PRAGMA locking_mode = EXCLUSIVE");
        sqlite3_stmt statement = Prepare(Sql);
        int code = raw.sqlite3_step(statement);
        _ = raw.sqlite3_reset(statement);
        if ((code & PrimaryCode) == raw.SQLITE_BUSY)
        {
            return false;
        }

        if (code != raw.SQLITE_DONE)
        {
            Check(code, Sql);
        }

        Execute("ROLLBACK");
        return true;
    }

    /// <summary>Runs a statement without parameters; rows are skipped.</summary>
    public void Execute(string sql)
    {
        sqlite3_stmt statement = Prepare(sql);
        try
        {
            while (Step(statement, sql))
            {
            }
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Ends a transaction, if there is one, without its changes.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(database) == 0)
        {
            Execute("ROLLBACK");
        }
    }

    /// <summary>Starts a read transaction and fixes its moment, which SQLite does at the first read.</summary>
    public void BeginRead()
    {
        Execute("BEGIN DEFERRED");
        TryGet([0], out _);
    }

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value)
    {
        const string Sql = "SELECT value FROM record WHERE key = ?1";
        sqlite3_stmt statement = Prepare(Sql);
        try
        {
            Bind(statement, 1, key);
            value = Step(statement, Sql) ? raw.sqlite3_column_blob(statement, 0).ToArray() : null;
            return value is not null;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Reads up to a number of records from a key on and before another.</summary>
    public void ReadPage(ReadOnlySpan<byte> first, byte[]? end, int size, List<StoreRecord> page)
    {
        const string Open = "SELECT key, value FROM record WHERE key >= ?1 ORDER BY key LIMIT ?2";
        const string Closed = "SELECT key, value FROM record WHERE key >= ?1 AND key < ?3 ORDER BY key LIMIT ?2";
        string sql = end is null ? Open : Closed;
        sqlite3_stmt statement = Prepare(sql);
        try
        {
            Bind(statement, 1, first);
            Check(raw.sqlite3_bind_int(statement, 2, size), sql);
            if (end is not null)
            {
                Bind(statement, 3, end);
            }

            while (Step(statement, sql))
            {
                page.Add(new(raw.sqlite3_column_blob(statement, 0).ToArray(), raw.sqlite3_column_blob(statement, 1).ToArray()));
            }
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>The first record at or after a key that has a prefix.</summary>
    public bool TryFirst(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from, out StoreRecord record)
    {
        List<StoreRecord> found = new(1);
        ReadPage(from.SequenceCompareTo(prefix) > 0 ? from : prefix, KeyPrefix.End(prefix), 1, found);
        record = found.Count > 0 ? found[0] : default;
        return found.Count > 0;
    }

    /// <summary>Writes one change, inside a transaction.</summary>
    public void Apply(StoreChange change)
    {
        string sql = change.Value is null
            ? "DELETE FROM record WHERE key = ?1"
            : "REPLACE INTO record (key, value) VALUES (?1, ?2)";
        sqlite3_stmt statement = Prepare(sql);
        try
        {
            Bind(statement, 1, change.Key);
            if (change.Value is not null)
            {
                Bind(statement, 2, change.Value);
            }

            Step(statement, sql);
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    public void Dispose()
    {
        foreach (sqlite3_stmt statement in statements.Values)
        {
            _ = raw.sqlite3_finalize(statement);
        }

        statements.Clear();
        _ = raw.sqlite3_close_v2(database);
        database.Dispose();
    }

    private void Bind(sqlite3_stmt statement, int index, ReadOnlySpan<byte> bytes)
    {
        // An empty span would be bound as NULL.
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, index, 0) : raw.sqlite3_bind_blob(statement, index, bytes), "binding");
    }

    private sqlite3_stmt Prepare(string sql)
    {
        if (!statements.TryGetValue(sql, out sqlite3_stmt? statement))
        {
            Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement), sql);
            statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>True when there is a row.</summary>
    private bool Step(sqlite3_stmt statement, string sql)
    {
        int code = raw.sqlite3_step(statement);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            Check(code, sql);
        }

        return code == raw.SQLITE_ROW;
    }

    private void Check(int code, string sql)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new StoreException($"{sql}: {raw.sqlite3_errmsg(database).utf8_to_string()} (SQLite {code})");
        }
    }
}
