using System;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// Writes leaves into several tries and hashes all that this needs together, which costs half of hashing node after node. A leaf may
/// depend on what is hashed in the same batch, as that of a contract does on the root of its storage. Not safe for several threads.
/// </summary>
/// <typeparam name="THash">The hash of the nodes.</typeparam>
/// <param name="nodes">The store of the tries' nodes.</param>
public sealed class TrieBatch<THash>(ITrieNodeReader nodes)
    where THash : struct, ITrieHash
{
    private readonly HashPlan plan = new();

    /// <summary>The most threads that hash, at least one; more than one do only for hundreds of hashes at once.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>An element, or a hash after <see cref="Run"/>.</summary>
    /// <param name="pending">Of this batch.</param>
    /// <exception cref="InvalidOperationException">It is a hash that was not made yet.</exception>
    public Felt this[PendingHash pending] => plan.ValueOf(pending);

    /// <summary>Takes in a known element.</summary>
    public PendingHash Known(in Felt value) => plan.Known(value);

    /// <summary>The hash of two elements, made by <see cref="Run"/>.</summary>
    /// <exception cref="InvalidOperationException">The batch was run.</exception>
    public PendingHash Hash(PendingHash left, PendingHash right) => plan.Hash(left, right);

    /// <summary>Writes leaves into a trie.</summary>
    /// <param name="root">The root; zero for the empty trie.</param>
    /// <param name="height">The bits of a key, 1..251.</param>
    /// <param name="leaves">The leaves in any order, each key once.</param>
    /// <returns>The new root.</returns>
    /// <exception cref="ArgumentException">A key occurs twice or is not below 2^height.</exception>
    /// <exception cref="MissingTrieNodeException">A node on the way is not in the store.</exception>
    /// <exception cref="InvalidOperationException">The batch was run.</exception>
    public PendingHash Update(in Felt root, int height, ReadOnlySpan<PendingLeaf> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, TriePath.MaxBits);
        return new TrieWriter(nodes, plan, Sort(height, leaves)).Write(root, height);
    }

    /// <summary>Makes all hashes.</summary>
    /// <returns>The nodes made, by hash, to be stored: all that the new tries have and the old ones may lack.</returns>
    public IReadOnlyList<KeyValuePair<Felt, TrieNode>> Run()
    {
        plan.Run<THash>(Threads);
        return plan.Nodes();
    }

    private static TrieChange[] Sort(int height, ReadOnlySpan<PendingLeaf> leaves)
    {
        TrieChange[] changes = new TrieChange[leaves.Length];
        bool ascends = true;
        for (int i = 0; i < changes.Length; i++)
        {
            TriePath path = new(leaves[i].Key);
            changes[i] = path.IsBelow(height)
                ? new(path, leaves[i].Value)
                : throw new ArgumentException($"key {leaves[i].Key} is not below 2^{height}", nameof(leaves));
            ascends &= i == 0 || changes[i - 1].CompareTo(changes[i]) < 0;
        }

        if (ascends)
        {
            return changes;
        }

        Array.Sort(changes);
        for (int i = 1; i < changes.Length; i++)
        {
            if (changes[i].CompareTo(changes[i - 1]) == 0)
            {
                throw new ArgumentException($"key {changes[i].Path.ToFelt()} occurs twice", nameof(leaves));
            }
        }

        return changes;
    }
}
