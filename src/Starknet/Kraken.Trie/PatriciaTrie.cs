using System;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// Patricia-Merkle tries of Starknet: 251 bits high with Pedersen for contracts and storage and with Poseidon for classes, 64 bits
/// high for block commitments. A trie is its root hash; nodes live in a store by hash.
/// </summary>
/// <typeparam name="THash">The hash of the nodes.</typeparam>
public static class PatriciaTrie<THash>
    where THash : struct, ITrieHash
{
    /// <summary>Writes leaves.</summary>
    /// <param name="nodes">The store of the trie's nodes.</param>
    /// <param name="root">The root; zero for the empty trie.</param>
    /// <param name="height">The bits of a key, 1..251.</param>
    /// <param name="leaves">The leaves in any order, each key once.</param>
    /// <exception cref="ArgumentException">A key occurs twice or is not below 2^height.</exception>
    /// <exception cref="MissingTrieNodeException">A node on the way is not in the store.</exception>
    public static TrieUpdate Update(ITrieNodeReader nodes, Felt root, int height, IReadOnlyCollection<TrieLeaf> leaves)
    {
        TrieBatch<THash> batch = new(nodes);
        PendingLeaf[] pending = new PendingLeaf[leaves.Count];
        int count = 0;
        foreach (TrieLeaf leaf in leaves)
        {
            pending[count++] = new(leaf.Key, batch.Known(leaf.Value));
        }

        PendingHash newRoot = batch.Update(root, height, pending);
        IReadOnlyList<KeyValuePair<Felt, TrieNode>> made = batch.Run();
        return new(batch[newRoot], made);
    }

    /// <summary>Reads a leaf; zero when it is not there.</summary>
    /// <exception cref="MissingTrieNodeException">A node on the way is not in the store.</exception>
    public static Felt Get(ITrieNodeReader nodes, Felt root, int height, Felt key) => Visit(nodes, root, height, key, null, false);

    /// <summary>
    /// Collects the nodes that prove the value, or the absence, of keys: those on the way from the root to each.
    /// <see cref="TrieProof{THash}"/> checks them.
    /// </summary>
    /// <param name="nodes">The store of the trie's nodes.</param>
    /// <param name="height">The bits of a key.</param>
    /// <param name="keys">The keys, in any order.</param>
    /// <param name="proof">Receives the nodes by hash; several calls may share it.</param>
    /// <param name="forUpdate">
    /// True adds the inner node at the end of an edge that leads past a key: who writes the key without the trie must know that it is
    /// a binary node (the Starknet OS is given these).
    /// </param>
    /// <exception cref="MissingTrieNodeException">A node on the way is not in the store.</exception>
    public static void Prove(
        ITrieNodeReader nodes, Felt root, int height, IEnumerable<Felt> keys, IDictionary<Felt, TrieNode> proof, bool forUpdate = false)
    {
        foreach (Felt key in keys)
        {
            Visit(nodes, root, height, key, proof, forUpdate);
        }
    }

    private static Felt Visit(
        ITrieNodeReader nodes,
        in Felt root,
        int height,
        in Felt key,
        IDictionary<Felt, TrieNode>? visited,
        bool pastEdges)
    {
        Felt hash = root;
        foreach (TrieStep step in TrieDescent.To(nodes, root, height, key))
        {
            visited?.TryAdd(step.Hash, step.Node);
            hash = step.Next;
            if (hash.IsZero && pastEdges && step.NextHeight > 0 && step.Node.IsEdge)
            {
                visited?.TryAdd(step.Node.Left, nodes.Load(step.Node.Left, step.NextHeight));
            }
        }

        return hash;
    }
}
