using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Kraken.Storage.Sqlite;

/// <summary>A read transaction on a connection of its own. A connection serves one thread at a time, so reads take turns.</summary>
internal sealed class SqliteSnapshot : IStoreSnapshot
{
    // Many scans want one record only; the later pages of long ones are large.
    private const int FirstPage = 4;
    private const int LaterPage = 512;

    private readonly Lock reading = new();
    private readonly SqliteStore store;
    private SqliteConnection? connection;

    public SqliteSnapshot(SqliteStore store, SqliteConnection connection)
    {
        this.store = store;
        this.connection = connection;
        connection.BeginRead();
    }

    private SqliteConnection Connection => connection ?? throw new ObjectDisposedException(nameof(IStoreSnapshot));

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value)
    {
        lock (reading)
        {
            return Connection.TryGet(key, out value);
        }
    }

    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default)
    {
        byte[] first = (from.SequenceCompareTo(prefix) > 0 ? from : prefix).ToArray();
        return Scan(first, KeyPrefix.End(prefix));
    }

    public void Dispose()
    {
        lock (reading)
        {
            if (connection is null)
            {
                return;
            }

            connection.Rollback();
            store.Return(connection);
            connection = null;
        }
    }

    private IEnumerable<StoreRecord> Scan(byte[] first, byte[]? end)
    {
        List<StoreRecord> page = new(FirstPage);
        int size = FirstPage;
        while (true)
        {
            page.Clear();
            lock (reading)
            {
                Connection.ReadPage(first, end, size, page);
            }

            foreach (StoreRecord record in page)
            {
                yield return record;
            }

            if (page.Count < size)
            {
                yield break;
            }

            // The least key after the last one read.
            first = [.. page[^1].Key, 0];
            size = LaterPage;
        }
    }
}
