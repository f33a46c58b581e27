using Kraken.Fields;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.State.Store;

/// <summary>The state after the latest stored block. Moves on with every block that is appended.</summary>
internal sealed class StoredState(StateTables tables) : IStateReader, ICommitmentReader
{
    public StateRoots Roots { get; set; }

    public Felt StorageAt(in Felt contract, in Felt key) => tables.Value(StoredCell.Storage(contract, key));

    public Felt NonceAt(in Felt contract) => tables.Value(StoredCell.Nonce(contract));

    public Felt ClassHashAt(in Felt contract) => tables.Value(StoredCell.ClassHash(contract));

    public Felt CompiledClassHashOf(in Felt classHash) => tables.Value(StoredCell.CompiledClass(classHash));

    public Felt StorageRootOf(in Felt contract) => tables.Value(StoredCell.StorageRoot(contract));

    public bool TryGetNode(in Felt hash, out TrieNode node) => tables.TryGetNode(hash, out node);
}
