using System;
using System.Numerics;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Blocks;

/// <summary>
/// The root of a Patricia trie of height 64 over Poseidon whose keys are 0, 1, 2, ...: the form of a block's commitments to its
/// transactions, events and receipts. As the keys are dense from zero, every edge goes left and no node store is needed.
/// </summary>
internal static class IndexedCommitment
{
    private const int Height = 64;

    /// <summary>The root; zero for no leaf. Leaves are hashes, so none is zero.</summary>
    internal static Felt Root(ReadOnlySpan<Felt> leaves)
    {
        if (leaves.IsEmpty)
        {
            return Felt.Zero;
        }

        int height = LevelsOf(leaves.Length);
        return Edge(Subtree(leaves, height), Height - height);
    }

    /// <summary>A subtree that has a leaf at 0, seen from <paramref name="height"/> levels above the leaves.</summary>
    private static Felt Subtree(ReadOnlySpan<Felt> leaves, int height)
    {
        if (height == 0)
        {
            return leaves[0];
        }

        int half = 1 << (height - 1);
        Felt left = Subtree(leaves[..half], height - 1);
        ReadOnlySpan<Felt> rest = leaves[half..];
        int restHeight = LevelsOf(rest.Length);
        return Poseidon.Hash(left, Edge(Subtree(rest, restHeight), height - 1 - restHeight));
    }

    /// <summary>The height of the smallest full tree with <paramref name="count"/> leaves.</summary>
    private static int LevelsOf(int count) => 32 - BitOperations.LeadingZeroCount((uint)(count - 1));

    private static Felt Edge(Felt bottom, int length) => length == 0 ? bottom : Poseidon.Hash(bottom, Felt.Zero) + length;
}
