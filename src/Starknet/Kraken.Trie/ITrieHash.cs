using System;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>The two-to-one hash of a trie, a type parameter so that the JIT specialises the trie for it.</summary>
public interface ITrieHash
{
    /// <summary>Hashes two elements.</summary>
    static abstract Felt Hash(in Felt left, in Felt right);

    /// <summary>Hashes many pairs, each as <see cref="Hash"/> does: faster than one after the other.</summary>
    /// <param name="left">The first elements.</param>
    /// <param name="right">The second elements, as many.</param>
    /// <param name="hashes">As many hashes; may be one of the inputs.</param>
    static abstract void HashPairs(ReadOnlySpan<Felt> left, ReadOnlySpan<Felt> right, Span<Felt> hashes);
}
