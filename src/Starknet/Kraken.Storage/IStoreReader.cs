using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Kraken.Storage;

/// <summary>
/// Reads records: byte keys, ordered as unsigned bytes from the left (a prefix before its extensions), with byte values.
/// Tables are key prefixes chosen by the caller. Safe for several threads.
/// </summary>
public interface IStoreReader
{
    /// <summary>Finds the value of a key, which has at least one byte. Values may be empty.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value);

    /// <summary>The records whose keys start with a prefix, in ascending order, read as the sequence is walked.</summary>
    /// <param name="prefix">The prefix; empty for all records.</param>
    /// <param name="from">Records before this key are left out; empty for none. It need not have the prefix.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default);

    /// <summary>Finds the first record of what <see cref="Scan"/> gives.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    bool TryFirst(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from, out StoreRecord record)
    {
        foreach (StoreRecord found in Scan(prefix, from))
        {
            record = found;
            return true;
        }

        record = default;
        return false;
    }
}
