using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Kraken.Storage.Sqlite;

/// <summary>Reads within a transaction of a connection. A connection serves one thread at a time, so reads take turns.</summary>
/// <param name="reader">The connection, in a transaction.</param>
/// <param name="end">What becomes of the transaction and the connection when the snapshot is disposed.</param>
internal sealed class SqliteSnapshot(SqliteConnection reader, Action end) : IStoreSnapshot
{
    // Many scans want one record only; the later pages of long ones are large.
    private const int FirstPage = 4;
    private const int LaterPage = 512;

    private readonly Lock reading = new();
    private SqliteConnection? connection = reader;

    private SqliteConnection Connection => connection ?? throw new ObjectDisposedException(nameof(IStoreSnapshot));

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value)
    {
        lock (reading)
        {
            return Connection.TryGet(key, out value);
        }
    }

    public bool TryFirst(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from, out StoreRecord record)
    {
        lock (reading)
        {
            return Connection.TryFirst(prefix, from, out record);
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

            connection = null;
            end();
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
