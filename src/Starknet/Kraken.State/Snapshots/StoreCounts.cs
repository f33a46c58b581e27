using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.State.Store;
using Kraken.Storage;

namespace Kraken.State.Snapshots;

/// <summary>
/// How many records the tables of a store have: what is read by a key that no block names would else be whatever somebody put there.
/// </summary>
internal sealed class StoreCounts(IKeyValueStore records)
{
    private readonly IKeyValueStore store = ChainJournal.Over(records);

    /// <summary>Compares the counts with what the blocks of the chain need.</summary>
    /// <param name="latest">The number of the latest block.</param>
    /// <param name="transactions">The transactions of all blocks.</param>
    /// <param name="classes">The classes that they declare.</param>
    /// <exception cref="InvalidDataException">There are others.</exception>
    internal void Require(ulong latest, long transactions, long classes)
    {
        long blocks = (long)latest + 1;
        foreach ((Table table, long expected) in ((Table, long)[])
            [
                (Table.Latest, 1), (Table.Format, 1), (Table.Header, blocks), (Table.StateDiff, blocks), (Table.Certificate, blocks),
                (Table.NumberByHash, blocks), (Table.Transactions, transactions), (Table.Receipts, transactions),
                (Table.TransactionPlace, transactions), (Table.Sierra, classes), (Table.Casm, classes),
            ])
        {
            long found = store.Scan(StoreKey.Single(table)).LongCount();
            if (found != expected)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"records of table {table}: expected {expected}, got {found}"));
            }
        }

        // Of states that are not held any more some may be left.
        if (store.TryFirst(StoreKey.Single(Table.Roots), StoreKey.Of(Table.Roots, latest + 1), out _))
        {
            throw new InvalidDataException($"records of table {Table.Roots}: expected none beyond block {latest}, got one");
        }
    }
}
