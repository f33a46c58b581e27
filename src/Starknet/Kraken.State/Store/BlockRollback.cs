using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;
using Kraken.State.Commitment;
using Kraken.Storage;
using Kraken.Trie;

namespace Kraken.State.Store;

/// <summary>
/// What takes the newest blocks of a store back, in one batch: all that appending them wrote goes, and each value that they set is again
/// the one before. What pruning dropped beside them stays gone, so that a chain can go back to its oldest held state at the furthest.
/// </summary>
/// <param name="stored">The store before the batch.</param>
/// <param name="last">The block that is the latest afterwards; its state is held.</param>
internal sealed class BlockRollback(IStoreReader stored, ulong last)
{
    private readonly StateTables tables = new(stored);
    private readonly Dictionary<StoredCell, List<ulong>> changed = [];
    private readonly TrieNodeUses uses = new();

    /// <summary>What is to be written at once.</summary>
    internal WriteBatch Batch { get; } = new();

    /// <summary>The values that hold afterwards, of all cells that the blocks set.</summary>
    internal Dictionary<StoredCell, (Felt Value, ulong? SetAt)> Restored { get; } = [];

    /// <summary>Fills the batch.</summary>
    /// <param name="latest">The latest block before.</param>
    internal void TakeFrom(ulong latest)
    {
        for (ulong number = latest; number > last; number--)
        {
            Take(number);
        }

        foreach ((StoredCell cell, List<ulong> blocks) in changed)
        {
            Restored.Add(cell, StateTables.TakeBack(Batch, stored, cell, blocks, last));
        }

        uses.TakeBack(Batch, stored, last);
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, last);
        Batch.Put(StoreKey.Single(Table.Latest), bytes);
    }

    private void Take(ulong number)
    {
        BlockHeader header = HeaderCodec.TryDecode(Read(Table.Header, number), out BlockHeader? read) ? read
            : throw Damaged(Table.Header, number);
        StateDiff diff = StateDiffCodec.TryDecode(Read(Table.StateDiff, number), out StateDiff? found) ? found
            : throw Damaged(Table.StateDiff, number);
        TakeContent(number);
        TakeState(number, diff);
        foreach (DeclaredClass declared in diff.DeclaredClasses)
        {
            Batch.Delete(StoreKey.Of(Table.Sierra, declared.ClassHash));
            Batch.Delete(StoreKey.Of(Table.Casm, declared.ClassHash));
        }

        Batch.Delete(StoreKey.Of(Table.NumberByHash, header.Hash));
        foreach (Table table in (ReadOnlySpan<Table>)[Table.Header, Table.StateDiff, Table.Roots, Table.Certificate])
        {
            Batch.Delete(StoreKey.Of(table, number));
        }
    }

    private void TakeContent(ulong number)
    {
        foreach (StoreRecord record in stored.Scan(StoreKey.Of(Table.Transactions, number)))
        {
            Transaction transaction = TransactionCodec.TryDecode(record.Value, out Transaction? read) ? read
                : throw Damaged(Table.Transactions, number);
            Batch.Delete(StoreKey.Of(Table.TransactionPlace, transaction.Hash));
            Batch.Delete(record.Key);
        }

        foreach (StoreRecord record in stored.Scan(StoreKey.Of(Table.Receipts, number)))
        {
            Batch.Delete(record.Key);
        }
    }

    private void TakeState(ulong number, StateDiff diff)
    {
        foreach (CellValue cell in diff.Cells())
        {
            Note(StoredCell.Of(cell), number);
        }

        foreach (ContractStorageDiff contract in diff.ChangedStorage)
        {
            Note(StoredCell.StorageRoot(contract.Address), number);
        }

        ICommitmentReader before = StateAfter(number - 1);
        foreach (TrieDifference difference in TrieNodeUses.Differences(diff, before, StateAfter(number)))
        {
            uses.Subtract(difference.Added);
        }
    }

    private HistoricalState StateAfter(ulong number) => new(tables, number, StateTables.RootsAt(stored, number), null);

    private void Note(in StoredCell cell, ulong number)
    {
        if (!changed.TryGetValue(cell, out List<ulong>? blocks))
        {
            changed.Add(cell, blocks = []);
        }

        blocks.Add(number);
    }

    private byte[] Read(Table table, ulong number) =>
        stored.TryGet(StoreKey.Of(table, number), out byte[]? bytes) ? bytes : throw Damaged(table, number);

    private static DamagedStoreException Damaged(Table table, ulong number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{table} of block {number}"));
}
