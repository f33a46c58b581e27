using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>The two-to-one hash of a trie, a type parameter so that the JIT specialises the trie for it.</summary>
public interface ITrieHash
{
    /// <summary>Hashes two elements.</summary>
    static abstract Felt Hash(in Felt left, in Felt right);
}
