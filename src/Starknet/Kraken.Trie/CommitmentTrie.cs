using System;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>The block commitments: tries of height 64 keyed by position, of which only the root is kept.</summary>
public static class CommitmentTrie
{
    /// <summary>The bits of a key.</summary>
    public const int Height = 64;

    /// <summary>The root over the leaves 0, 1, 2, ...; zero for none.</summary>
    public static Felt Root<THash>(ReadOnlySpan<Felt> leaves)
        where THash : struct, ITrieHash
    {
        TrieLeaf[] keyed = new TrieLeaf[leaves.Length];
        for (int i = 0; i < keyed.Length; i++)
        {
            keyed[i] = new((ulong)i, leaves[i]);
        }

        return PatriciaTrie<THash>.Update(new TrieNodeMap(), Felt.Zero, Height, keyed).Root;
    }
}
