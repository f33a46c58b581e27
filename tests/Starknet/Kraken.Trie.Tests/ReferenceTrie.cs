using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Trie.Tests;

/// <summary>The root of a trie by its definition, from all leaves at once.</summary>
internal static class ReferenceTrie
{
    public static Felt Root<THash>(IReadOnlyDictionary<Felt, Felt> leaves, int height)
        where THash : struct, ITrieHash
    {
        (BigInteger Key, Felt Value)[] present = [.. leaves.Where(l => !l.Value.IsZero).Select(l => (l.Key.ToBigInteger(), l.Value))];
        (Felt bottom, BigInteger path, int length) = Node<THash>(present, height);
        return Hash<THash>(bottom, path, length);
    }

    private static Felt Hash<THash>(Felt bottom, BigInteger path, int length)
        where THash : struct, ITrieHash =>
        length == 0 ? bottom : THash.Hash(bottom, Felt.FromBigInteger(path)) + (Felt)length;

    private static (Felt Bottom, BigInteger Path, int Length) Node<THash>((BigInteger Key, Felt Value)[] leaves, int height)
        where THash : struct, ITrieHash
    {
        if (leaves.Length == 0)
        {
            return (Felt.Zero, 0, 0);
        }

        if (height == 0)
        {
            return (leaves[0].Value, 0, 0);
        }

        BigInteger bit = BigInteger.One << (height - 1);
        var left = Node<THash>([.. leaves.Where(l => (l.Key & bit).IsZero)], height - 1);
        var right = Node<THash>([.. leaves.Where(l => !(l.Key & bit).IsZero)], height - 1);
        if (right.Bottom.IsZero)
        {
            return (left.Bottom, left.Path, left.Length + 1);
        }

        if (left.Bottom.IsZero)
        {
            return (right.Bottom, right.Path + (BigInteger.One << right.Length), right.Length + 1);
        }

        return (THash.Hash(Hash<THash>(left.Bottom, left.Path, left.Length), Hash<THash>(right.Bottom, right.Path, right.Length)), 0, 0);
    }
}
