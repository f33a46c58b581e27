using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>The commitment after a block that is not stored yet, on top of another.</summary>
public sealed class CommitmentOverlay : ICommitmentReader
{
    private readonly ICommitmentReader parent;
    private readonly CommittedState committed;
    private readonly Dictionary<Felt, TrieNode> nodes;

    /// <summary>Lays <paramref name="committed"/> over <paramref name="parent"/>.</summary>
    public CommitmentOverlay(ICommitmentReader parent, CommittedState committed)
    {
        this.parent = parent;
        this.committed = committed;
        nodes = [];
        foreach ((Felt hash, TrieNode node) in committed.Nodes)
        {
            nodes[hash] = node;
        }
    }

    /// <inheritdoc/>
    public StateRoots Roots => committed.Roots;

    /// <inheritdoc/>
    public Felt StorageRootOf(in Felt contract) =>
        committed.StorageRoots.TryGetValue(contract, out Felt root) ? root : parent.StorageRootOf(contract);

    /// <inheritdoc/>
    public bool TryGetNode(in Felt hash, out TrieNode node) => nodes.TryGetValue(hash, out node) || parent.TryGetNode(hash, out node);
}
