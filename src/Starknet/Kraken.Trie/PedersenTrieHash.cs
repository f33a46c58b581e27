using System;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Trie;

/// <summary>The hash of the contracts trie and of the storage tries.</summary>
public readonly struct PedersenTrieHash : ITrieHash
{
    /// <inheritdoc/>
    public static Felt Hash(in Felt left, in Felt right) => Pedersen.Hash(left, right);

    /// <inheritdoc/>
    public static void HashPairs(ReadOnlySpan<Felt> left, ReadOnlySpan<Felt> right, Span<Felt> hashes) =>
        Pedersen.HashPairs(left, right, hashes);
}
