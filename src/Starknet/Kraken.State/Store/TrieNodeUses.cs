using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;
using Kraken.Storage;
using Kraken.Trie;

namespace Kraken.State.Store;

/// <summary>
/// How the uses of trie nodes change with one batch. A node lies in the store under its hash once for each block that put it, with the
/// number of places at which it did, less those that later blocks took away. It stays while it has uses, which are the sum.
/// </summary>
/// <remarks>
/// A place is a trie (of contracts, of classes, or of one contract's storage) and a path in it. With o the oldest and l the latest state
/// that is held, the uses of a hash are the places at which it stands in state o, and for each block b from o+1 to l the places at which
/// block b put it. So a node has uses exactly while it stands at some place in one of the states o to l. Block l+1 adds what it puts
/// (<see cref="Add"/>); to drop state o subtracts what block o+1 took away (<see cref="Subtract"/>), after which the uses are those of
/// o+1 to l, since the places in o less those that o+1 took away, plus those that o+1 put, are the places in o+1. Both come from
/// <see cref="TrieDifference"/>, which gives the same answer for the same two states whenever it is asked.
/// </remarks>
internal sealed class TrieNodeUses
{
    private readonly Dictionary<Felt, (TrieNode Node, long Change)> changes = [];

    /// <summary>What a block put counts from now on.</summary>
    internal void Add(IEnumerable<KeyValuePair<Felt, TrieNode>> put) => Change(put, 1);

    /// <summary>What a block took away counts no longer.</summary>
    internal void Subtract(IEnumerable<KeyValuePair<Felt, TrieNode>> taken) => Change(taken, -1);

    /// <summary>The differences of all tries that a block changes.</summary>
    internal static IEnumerable<TrieDifference> Differences(StateDiff diff, ICommitmentReader before, ICommitmentReader after)
    {
        const int Height = StateCommitter.Height;
        HashSet<Felt> contracts = [.. diff.ChangedStorage.Select(contract => contract.Address)];
        foreach (Felt contract in contracts)
        {
            yield return TrieDifference.Between(before, before.StorageRootOf(contract), after, after.StorageRootOf(contract), Height);
        }

        yield return TrieDifference.Between(before, before.Roots.Contracts, after, after.Roots.Contracts, Height);
        yield return TrieDifference.Between(before, before.Roots.Classes, after, after.Roots.Classes, Height);
    }

    /// <summary>Writes the nodes whose uses change, deletes those that have none any more.</summary>
    /// <param name="stored">The store before the batch.</param>
    /// <param name="block">The block that is appended: no record carries its number yet, so that what it put is written unread.</param>
    /// <exception cref="DamagedStoreException">A node lost more uses than it had.</exception>
    internal void Write(WriteBatch batch, IStoreReader stored, ulong block)
    {
        foreach ((Felt hash, (TrieNode node, long change)) in changes)
        {
            if (change > 0)
            {
                batch.Put(StoreKey.Node(hash, block), new NodeRecord(node, (ulong)change).Encode());
            }
            else if (change < 0)
            {
                Take(batch, stored, hash, (ulong)-change);
            }
        }
    }

    /// <summary>
    /// Takes the uses back that were subtracted, those that the newest blocks put: first from records of these blocks, which all go, so
    /// that others may take their numbers. A record may hold less than its block put, by what was dropped in the same batch; the rest
    /// stands in older records.
    /// </summary>
    /// <param name="stored">The store before the batch.</param>
    /// <param name="last">The last block that stays.</param>
    /// <exception cref="DamagedStoreException">A node has other uses than its blocks put.</exception>
    internal void TakeBack(WriteBatch batch, IStoreReader stored, ulong last)
    {
        foreach ((Felt hash, (TrieNode _, long change)) in changes)
        {
            ulong left = (ulong)-change;
            foreach (StoreRecord found in stored.Scan(StoreKey.Of(Table.TrieNode, hash), StoreKey.Node(hash, last + 1)))
            {
                ulong uses = Decode(found, hash).Uses;
                left = uses <= left ? left - uses
                    : throw new DamagedStoreException($"trie node {hash}: expected at most {left} uses of its newest blocks, got {uses}");
                batch.Delete(found.Key);
            }

            Take(batch, stored, hash, left);
        }
    }

    /// <summary>Takes uses from the records of a node, whichever blocks put them: they say the same of it.</summary>
    private static void Take(WriteBatch batch, IStoreReader stored, in Felt hash, ulong uses)
    {
        ulong left = uses;
        byte[] prefix = StoreKey.Of(Table.TrieNode, hash);
        byte[] from = prefix;
        while (left > 0)
        {
            if (!stored.TryFirst(prefix, from, out StoreRecord found))
            {
                throw new DamagedStoreException($"trie node {hash}: expected at least {uses} uses, got {uses - left}");
            }

            NodeRecord record = Decode(found, hash);
            if (record.Uses > left)
            {
                batch.Put(found.Key, (record with { Uses = record.Uses - left }).Encode());
                return;
            }

            batch.Delete(found.Key);
            left -= record.Uses;
            from = [.. found.Key, 0];
        }
    }

    private static NodeRecord Decode(StoreRecord found, in Felt hash) =>
        NodeRecord.TryDecode(found.Value, out NodeRecord read) ? read : throw new DamagedStoreException($"trie node {hash}");

    private void Change(IEnumerable<KeyValuePair<Felt, TrieNode>> nodes, int by)
    {
        foreach ((Felt hash, TrieNode node) in nodes)
        {
            changes[hash] = (node, changes.GetValueOrDefault(hash).Change + by);
        }
    }
}
