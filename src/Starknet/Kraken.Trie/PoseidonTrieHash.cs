using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Trie;

/// <summary>The hash of the class trie and of the block commitments.</summary>
public readonly struct PoseidonTrieHash : ITrieHash
{
    /// <inheritdoc/>
    public static Felt Hash(in Felt left, in Felt right) => Poseidon.Hash(left, right);
}
