using System.Collections.Generic;
using System.Threading;
using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>The commitment to the state after a block, with what has to be stored for the next one.</summary>
/// <param name="roots">The new roots.</param>
/// <param name="storageRoots">New storage roots, by contract.</param>
/// <param name="nodes">New trie nodes, by hash.</param>
public sealed class CommittedState(
    StateRoots roots,
    IReadOnlyDictionary<Felt, Felt> storageRoots,
    IReadOnlyList<KeyValuePair<Felt, TrieNode>> nodes) : ITrieNodeReader
{
    // Where each stands in the list, made when it is first asked for: by whoever builds on the block, and by the store.
    private Dictionary<Felt, int>? places;

    /// <summary>The new roots.</summary>
    public StateRoots Roots => roots;

    /// <summary>New storage roots, by contract.</summary>
    public IReadOnlyDictionary<Felt, Felt> StorageRoots => storageRoots;

    /// <summary>New trie nodes, by hash; one that stands at several places may be there as often.</summary>
    public IReadOnlyList<KeyValuePair<Felt, TrieNode>> Nodes => nodes;

    /// <summary>Finds one of the new nodes.</summary>
    public bool TryGetNode(in Felt hash, out TrieNode node)
    {
        // Two threads may both make it; either's is right.
        Dictionary<Felt, int> found = Volatile.Read(ref places) ?? MakePlaces();
        bool has = found.TryGetValue(hash, out int place);
        node = has ? nodes[place].Value : default;
        return has;
    }

    private Dictionary<Felt, int> MakePlaces()
    {
        Dictionary<Felt, int> made = new(nodes.Count);
        for (int i = 0; i < nodes.Count; i++)
        {
            made[nodes[i].Key] = i;
        }

        Volatile.Write(ref places, made);
        return made;
    }
}
