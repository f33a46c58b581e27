using System;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Trie;

/// <summary>The hash of the class trie and of the block commitments.</summary>
public readonly struct PoseidonTrieHash : ITrieHash
{
    /// <inheritdoc/>
    public static Felt Hash(in Felt left, in Felt right) => Poseidon.Hash(left, right);

    /// <inheritdoc/>
    public static void HashPairs(ReadOnlySpan<Felt> left, ReadOnlySpan<Felt> right, Span<Felt> hashes) =>
        Poseidon.HashPairs(left, right, hashes);
}
