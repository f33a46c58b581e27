using System.Collections.Generic;
using System.Numerics;
using Kraken.Fields;
using Kraken.State.Commitment;
using Kraken.Trie;
using Xunit;

namespace Kraken.State.Tests.Store.Pruning;

/// <summary>A place of a state's tries at which a node stands.</summary>
/// <param name="Trie">The contract of a storage trie; negative numbers for the tries of contracts and of classes.</param>
/// <param name="Height">The distance to the leaves.</param>
/// <param name="Path">The bits of the way from the root, read as a number.</param>
/// <param name="Hash">The node.</param>
internal readonly record struct TriePlace(BigInteger Trie, int Height, BigInteger Path, Felt Hash)
{
    /// <summary>All places of a state, each found by walking down from the roots.</summary>
    public static HashSet<TriePlace> Of(ICommitmentReader state, IEnumerable<Felt> contracts)
    {
        HashSet<TriePlace> places = [];
        Walk(state, -1, state.Roots.Contracts, StateCommitter.Height, 0, places);
        Walk(state, -2, state.Roots.Classes, StateCommitter.Height, 0, places);
        foreach (Felt contract in contracts)
        {
            Walk(state, contract.ToBigInteger(), state.StorageRootOf(contract), StateCommitter.Height, 0, places);
        }

        return places;
    }

    private static void Walk(ITrieNodeReader nodes, BigInteger trie, Felt hash, int height, BigInteger path, HashSet<TriePlace> places)
    {
        if (hash.IsZero || height == 0)
        {
            return;
        }

        Assert.True(nodes.TryGetNode(hash, out TrieNode node), $"node {hash} is missing");
        Assert.True(places.Add(new TriePlace(trie, height, path, hash)));
        if (node.IsEdge)
        {
            Walk(nodes, trie, node.Left, height - node.Length, (path << node.Length) + node.Right.ToBigInteger(), places);
            return;
        }

        Walk(nodes, trie, node.Left, height - 1, path << 1, places);
        Walk(nodes, trie, node.Right, height - 1, (path << 1) + 1, places);
    }
}
