using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// The part of a trie, or of several, that nodes of unknown origin give. No node is kept before it was hashed, so that whatever is
/// reached from a root that is believed is what that root commits to; what the nodes leave open is an error, never a zero.
/// Not safe for several threads.
/// </summary>
/// <remarks>
/// The rules are those of Starknet's documentation ("Merkle-Patricia tries") and of the storage proofs of its JSON-RPC: a binary node has
/// two children; an edge has 1 to 251 bits, a path of no more bits than that, and leads to a leaf or a binary node; a leaf is not there
/// where the way ends at an edge that leads elsewhere.
/// </remarks>
/// <typeparam name="THash">The hash of the nodes.</typeparam>
public sealed class TrieProof<THash> : ITrieNodeReader
    where THash : struct, ITrieHash
{
    private const int Chunk = 256;

    private readonly Dictionary<Felt, TrieNode> nodes = [];

    /// <summary>The nodes by hash.</summary>
    public IReadOnlyDictionary<Felt, TrieNode> Nodes => nodes;

    /// <summary>Hashes nodes and keeps those that are well formed and have the hash that is said of them.</summary>
    /// <param name="stated">The nodes with their hashes, as they came.</param>
    /// <param name="error">The first that is not so, by its place in the list; those before it may have been kept.</param>
    public bool TryAdd(IReadOnlyList<KeyValuePair<Felt, TrieNode>> stated, [NotNullWhen(false)] out TrieProofError? error)
    {
        ArgumentNullException.ThrowIfNull(stated);
        Span<Felt> left = stackalloc Felt[Math.Min(Chunk, stated.Count)];
        Span<Felt> right = stackalloc Felt[left.Length];
        for (int start = 0; start < stated.Count; start += Chunk)
        {
            int count = Math.Min(Chunk, stated.Count - start);
            for (int i = 0; i < count; i++)
            {
                TrieNode node = stated[start + i].Value;
                if (FormError(node) is { } form)
                {
                    error = new($"node {start + i}", form, Shown(node));
                    return false;
                }

                (left[i], right[i]) = (node.Left, node.Right);
            }

            THash.HashPairs(left[..count], right[..count], left[..count]);
            for (int i = 0; i < count; i++)
            {
                (Felt hash, TrieNode node) = stated[start + i];
                Felt computed = left[i] + (Felt)(ulong)node.Length;
                if (computed != hash)
                {
                    error = new($"node {start + i}", $"content of hash {hash}", $"{Shown(node)} of hash {computed}");
                    return false;
                }

                nodes[hash] = node;
            }
        }

        error = null;
        return true;
    }

    /// <summary>Reads a leaf.</summary>
    /// <param name="root">The root, which is believed; zero for the empty trie.</param>
    /// <param name="height">The bits of a key, 1..251.</param>
    /// <param name="key">The key, below 2^height.</param>
    /// <param name="value">The value; zero where the trie has no such leaf, which is proven then.</param>
    /// <param name="error">The node on the way that is missing, or cannot stand there.</param>
    public bool TryGet(in Felt root, int height, in Felt key, out Felt value, [NotNullWhen(false)] out TrieProofError? error)
    {
        value = root;
        int above = height;
        bool belowEdge = false;
        try
        {
            foreach (TrieStep step in TrieDescent.To(this, root, height, key))
            {
                if (belowEdge && step.Node.IsEdge)
                {
                    error = new($"the node at height {above} on the way to {key}", "a binary node below an edge", Shown(step.Node));
                    return false;
                }

                (value, above, belowEdge) = (step.Next, step.NextHeight, step.Node.IsEdge);
            }
        }
        catch (MissingTrieNodeException missing)
        {
            error = new(
                $"the node at height {missing.Height} on the way to {key}",
                $"node {missing.Hash}",
                nodes.TryGetValue(missing.Hash, out TrieNode node) ? $"{Shown(node)}, too long for its place" : "none of that hash");
            return false;
        }

        error = null;
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetNode(in Felt hash, out TrieNode node) => nodes.TryGetValue(hash, out node);

    private static string? FormError(in TrieNode node) =>
        !node.IsEdge ? node.Left.IsZero || node.Right.IsZero ? "a binary node of two children" : null
        : node.Length > TriePath.MaxBits ? $"an edge of 1 to {TriePath.MaxBits} bits"
        : node.Left.IsZero ? "an edge to a node or leaf"
        : !new TriePath(node.Right).IsBelow(node.Length) ? $"a path below 2^{node.Length}"
        : null;

    private static string Shown(in TrieNode node) => node.IsEdge
        ? $"an edge of {node.Length} bits {node.Right} to {node.Left}"
        : $"a binary node of {node.Left} and {node.Right}";
}
