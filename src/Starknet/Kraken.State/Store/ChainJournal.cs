using Kraken.Storage;
using Kraken.Storage.Journal;

namespace Kraken.State.Store;

/// <summary>
/// The journal of a chain's store. A block of 150 transfers sets some 1,400 records of these tables, each on a page of its own or nearly,
/// and only some hundred pages follow one another: those of headers, transactions, receipts, diffs and certificates.
/// </summary>
internal static class ChainJournal
{
    internal static JournalTables Tables { get; } = new(
        (byte)Table.Journal,
        [(byte)Table.NumberByHash, (byte)Table.TransactionPlace, (byte)Table.Value, (byte)Table.History, (byte)Table.TrieNode]);

    /// <summary>The store as the chain reads and writes it.</summary>
    /// <exception cref="StoreException">The journal is damaged.</exception>
    internal static JournaledStore Over(IKeyValueStore store, JournalLimits? limits = null) => new(store, Tables, limits);
}
