using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>What the commitment to a state is updated from.</summary>
public interface ICommitmentReader : ITrieNodeReader
{
    /// <summary>The roots of the trees of contracts and classes.</summary>
    StateRoots Roots { get; }

    /// <summary>The root of a contract's storage trie; zero when its storage is empty.</summary>
    Felt StorageRootOf(in Felt contract);
}
