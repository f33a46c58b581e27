using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>The commitment to the state before genesis.</summary>
public sealed class EmptyCommitment : ICommitmentReader
{
    private EmptyCommitment()
    {
    }

    /// <summary>Stateless, so one serves every reader.</summary>
    public static EmptyCommitment Instance { get; } = new();

    /// <inheritdoc/>
    public StateRoots Roots => default;

    /// <inheritdoc/>
    public Felt StorageRootOf(in Felt contract) => default;

    /// <inheritdoc/>
    public bool TryGetNode(in Felt hash, out TrieNode node)
    {
        node = default;
        return false;
    }
}
