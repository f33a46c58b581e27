using Kraken.Fields;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.Bench;

/// <summary>A state of many accounts and one contract with storage, as far as its commitment reads it.</summary>
internal sealed class TrieBenchState(TrieNodeMap nodes, Felt contract, Felt storageRoot, Felt classHash) : IStateReader, ICommitmentReader
{
    /// <inheritdoc/>
    public StateRoots Roots { get; set; }

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) => default;

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) => Felt.One;

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) => classHash;

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash) => default;

    /// <inheritdoc/>
    public Felt StorageRootOf(in Felt address) => address == contract ? storageRoot : default;

    /// <inheritdoc/>
    public bool TryGetNode(in Felt hash, out TrieNode node) => nodes.TryGetNode(hash, out node);
}
