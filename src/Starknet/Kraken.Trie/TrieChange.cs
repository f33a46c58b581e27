using System;

namespace Kraken.Trie;

/// <summary>A leaf to write, its key as bits; in the order of the keys.</summary>
internal readonly record struct TrieChange(TriePath Path, PendingHash Value) : IComparable<TrieChange>
{
    public int CompareTo(TrieChange other) => Path.CompareTo(other.Path);
}
