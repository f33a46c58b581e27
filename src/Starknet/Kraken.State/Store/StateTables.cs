using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Threading;
using Kraken.Caching;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;
using Kraken.Storage;
using Kraken.Trie;

namespace Kraken.State.Store;

/// <summary>The state's values and trie nodes in the store, with what was used lately kept in memory.</summary>
/// <param name="below">What is read where the store has no value; null for zero.</param>
internal sealed class StateTables(IStoreReader store, IStateReader? below = null)
{
    private const int CacheLimit = 1 << 18;

    private readonly BoundedCache<StoredCell, (Felt Value, ulong? SetAt)> values = new(CacheLimit);
    private readonly BoundedCache<Felt, TrieNode> nodes = new(CacheLimit);
    private readonly Lock changing = new();
    private int version;

    internal Felt Value(in StoredCell cell) => OrBelow(cell, Newest(cell)).Value;

    /// <summary>The value as of a block and the block that set it; zero and null when it was never set.</summary>
    internal (Felt Value, ulong? SetAt) ValueAt(in StoredCell cell, ulong block)
    {
        // Most cells that are read are older than the block: their newest value is the one.
        (Felt Value, ulong? SetAt) newest = Newest(cell);
        if (newest.SetAt is not { } setAt || setAt <= block)
        {
            return OrBelow(cell, newest);
        }

        return store.TryFirst(StoreKey.History(cell), StoreKey.History(cell, block), out StoreRecord record)
            ? (Felts(record.Value), StoreKey.BlockOf(record.Key))
            : OrBelow(cell, default);
    }

    internal bool TryGetNode(in Felt hash, out TrieNode node)
    {
        if (nodes.TryGet(hash, out node))
        {
            return true;
        }

        // Whichever block put it.
        if (!store.TryFirst(StoreKey.Of(Table.TrieNode, hash), default, out StoreRecord found))
        {
            return false;
        }

        node = NodeRecord.TryDecode(found.Value, out NodeRecord record) ? record.Node
            : throw new DamagedStoreException($"trie node {hash}");
        nodes.Set(hash, node);
        return true;
    }

    internal void Put(WriteBatch batch, in StoredCell cell, in Felt value, ulong block)
    {
        byte[] newest = Newest(value, block);
        batch.Put(StoreKey.Value(cell), newest);
        batch.Put(StoreKey.History(cell, block), newest[..Felt.ByteCount]);
    }

    /// <summary>Makes what a batch has written visible to readers of the present state; to be called when the batch is written.</summary>
    internal void Remember(
        List<(StoredCell Cell, Felt Value)> written, ulong block, IEnumerable<KeyValuePair<Felt, TrieNode>> newNodes)
    {
        lock (changing)
        {
            version++;
            foreach ((StoredCell cell, Felt value) in written)
            {
                values.Set(cell, (value, block));
            }
        }

        foreach ((Felt hash, TrieNode node) in newNodes)
        {
            nodes.Set(hash, node);
        }
    }

    /// <summary>Makes visible what a rollback has restored; to be called when its batch is written.</summary>
    /// <param name="restored">Each cell with the value that holds now and the block that set it; zero and null for one never set.</param>
    internal void Restore(IEnumerable<KeyValuePair<StoredCell, (Felt Value, ulong? SetAt)>> restored)
    {
        lock (changing)
        {
            version++;
            foreach ((StoredCell cell, (Felt Value, ulong? SetAt) newest) in restored)
            {
                values.Set(cell, newest);
            }
        }
    }

    /// <summary>Adds to a batch what takes the newest values of a cell away, and gives the one that holds then.</summary>
    /// <param name="stored">The store before the batch.</param>
    /// <param name="blocks">The blocks whose values go: all above <paramref name="last"/> that set the cell.</param>
    /// <param name="last">The block whose value holds then.</param>
    internal static (Felt Value, ulong? SetAt) TakeBack(
        WriteBatch batch, IStoreReader stored, in StoredCell cell, IEnumerable<ulong> blocks, ulong last)
    {
        foreach (ulong block in blocks)
        {
            batch.Delete(StoreKey.History(cell, block));
        }

        if (!stored.TryFirst(StoreKey.History(cell), StoreKey.History(cell, last), out StoreRecord record))
        {
            batch.Delete(StoreKey.Value(cell));
            return (Felt.Zero, null);
        }

        ulong setAt = StoreKey.BlockOf(record.Key);
        Felt value = Felts(record.Value);
        batch.Put(StoreKey.Value(cell), Newest(value, setAt));
        return (value, setAt);
    }

    /// <summary>The roots after a block.</summary>
    /// <exception cref="DamagedStoreException">They are missing or malformed.</exception>
    internal static StateRoots RootsAt(IStoreReader store, ulong block) =>
        TryRootsAt(store, block) ?? throw new DamagedStoreException($"{Table.Roots} of block {block}");

    /// <summary>The roots after a block; null where there are none, or what there is is malformed.</summary>
    internal static StateRoots? TryRootsAt(IStoreReader store, ulong block) =>
        store.TryGet(StoreKey.Of(Table.Roots, block), out byte[]? bytes)
        && bytes.Length == 2 * Felt.ByteCount
        && Felt.TryFromBytesBigEndian(bytes.AsSpan(0, Felt.ByteCount), out Felt contracts)
        && Felt.TryFromBytesBigEndian(bytes.AsSpan(Felt.ByteCount), out Felt classes)
            ? new StateRoots(contracts, classes)
            : null;

    private (Felt Value, ulong? SetAt) OrBelow(in StoredCell cell, (Felt Value, ulong? SetAt) stored) =>
        stored.SetAt is not null || below is null ? stored : ((CellKind)cell.Kind switch
        {
            CellKind.Storage => below.StorageAt(cell.Owner, cell.Key),
            CellKind.Nonce => below.NonceAt(cell.Owner),
            CellKind.ClassHash => below.ClassHashAt(cell.Owner),
            CellKind.CompiledClass => below.CompiledClassHashOf(cell.Owner),
            _ => Felt.Zero, // the root of a trie that begins here
        }, null);

    private (Felt Value, ulong? SetAt) Newest(in StoredCell cell)
    {
        if (values.TryGet(cell, out (Felt Value, ulong? SetAt) newest))
        {
            return newest;
        }

        int seen = Volatile.Read(ref version);
        newest = !store.TryGet(StoreKey.Value(cell), out byte[]? bytes) ? (Felt.Zero, (ulong?)null)
            : bytes.Length == Felt.ByteCount + sizeof(ulong)
                ? (Felts(bytes.AsSpan(0, Felt.ByteCount)), BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(Felt.ByteCount)))
            : throw new DamagedStoreException("a state value is not a field element and a block");
        lock (changing)
        {
            // A block that was appended meanwhile may have changed the cell: what was read could be its old value.
            if (version == seen)
            {
                values.Set(cell, newest);
            }
        }

        return newest;
    }

    private static byte[] Newest(in Felt value, ulong block)
    {
        byte[] newest = new byte[Felt.ByteCount + sizeof(ulong)];
        value.WriteBigEndian(newest.AsSpan(0, Felt.ByteCount));
        BinaryPrimitives.WriteUInt64BigEndian(newest.AsSpan(Felt.ByteCount), block);
        return newest;
    }

    private static Felt Felts(ReadOnlySpan<byte> bytes) =>
        Felt.TryFromBytesBigEndian(bytes, out Felt value) ? value : throw new DamagedStoreException("a state value is no field element");
}
