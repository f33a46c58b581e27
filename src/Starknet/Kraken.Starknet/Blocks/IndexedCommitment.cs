using System;
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

        // Level by level, many pairs at once. The last node of a level may have no right neighbour: it goes up alone, and the
        // edge above it is hashed where it meets its left one.
        Felt[] nodes = [.. leaves];
        Felt[] right = new Felt[nodes.Length / 2];
        int level = 0;
        int edge = 0;
        for (int count = nodes.Length; count > 1; level++)
        {
            int pairs = count / 2;
            if (count % 2 == 0)
            {
                nodes[count - 1] = Edge(nodes[count - 1], edge);
                edge = 0;
            }
            else
            {
                edge++;
            }

            for (int i = 0; i < pairs; i++)
            {
                right[i] = nodes[(2 * i) + 1];
                nodes[i] = nodes[2 * i];
            }

            Poseidon.HashPairs(nodes.AsSpan(0, pairs), right.AsSpan(0, pairs), nodes.AsSpan(0, pairs));
            if (count % 2 != 0)
            {
                nodes[pairs] = nodes[count - 1];
            }

            count -= pairs;
        }

        return Edge(nodes[0], Height - level);
    }

    private static Felt Edge(Felt bottom, int length) => length == 0 ? bottom : Poseidon.Hash(bottom, Felt.Zero) + length;
}
