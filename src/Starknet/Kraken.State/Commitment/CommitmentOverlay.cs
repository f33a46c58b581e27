using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>The commitment after a block that is not stored yet, on top of another.</summary>
/// <param name="parent">The other.</param>
/// <param name="committed">What the block changed.</param>
public sealed class CommitmentOverlay(ICommitmentReader parent, CommittedState committed) : ICommitmentReader
{
    /// <inheritdoc/>
    public StateRoots Roots => committed.Roots;

    /// <inheritdoc/>
    public Felt StorageRootOf(in Felt contract) =>
        committed.StorageRoots.TryGetValue(contract, out Felt root) ? root : parent.StorageRootOf(contract);

    /// <inheritdoc/>
    public bool TryGetNode(in Felt hash, out TrieNode node) => committed.TryGetNode(hash, out node) || parent.TryGetNode(hash, out node);
}
