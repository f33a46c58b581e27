using System;
using Kraken.Stark.Channels;

namespace Kraken.Stark.Merkle;

/// <summary>Recomputes a root from opened leaves and a witness.</summary>
/// <typeparam name="TChannel">Gives the hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
public static class MerkleVerifier<TChannel, THash>
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>Checks an opening.</summary>
    /// <param name="root">The committed root.</param>
    /// <param name="height">log2 of the number of leaves, 0..31.</param>
    /// <param name="positions">Leaf positions, strictly ascending, not empty; overwritten.</param>
    /// <param name="hashes">The leaves' hashes, one per position; overwritten.</param>
    /// <param name="decommitment">The witness; it must be used up.</param>
    /// <param name="where">Names the tree in errors.</param>
    /// <param name="opened">Takes the nodes that the opening shows; null to skip.</param>
    /// <returns>Null if the opening is good.</returns>
    public static VerifyError? Verify(
        in THash root,
        int height,
        Span<uint> positions,
        Span<THash> hashes,
        MerkleDecommitment<THash> decommitment,
        string where,
        OpenedNodes<THash>? opened = null)
    {
        ReadOnlySpan<THash> witness = decommitment.HashWitness;
        int used = 0;
        int count = positions.Length;
        for (int layer = 0; layer < height; layer++)
        {
            opened?.BeginLayer();
            count = FoldLayer(positions[..count], hashes[..count], witness, ref used, opened);
            if (count < 0)
            {
                return VerifyError.Number(VerifyErrorKind.MerkleWitnessTooShort, where, used + 1, witness.Length);
            }
        }

        if (used != witness.Length)
        {
            return VerifyError.Number(VerifyErrorKind.MerkleWitnessTooLong, where, used, witness.Length);
        }

        return hashes[0].Equals(root) ? null : new VerifyError(VerifyErrorKind.MerkleRoot, where, Text(root), Text(hashes[0]));
    }

    private static string Text(in THash hash) => hash.ToString() ?? string.Empty;

    /// <summary>
    /// Replaces a layer's nodes by their parents, in place; a node whose sibling is not its successor takes it from the witness.
    /// -1: witness too short.
    /// </summary>
    private static int FoldLayer(
        Span<uint> positions, Span<THash> hashes, ReadOnlySpan<THash> witness, ref int used, OpenedNodes<THash>? opened)
    {
        int parents = 0;
        for (int i = 0; i < positions.Length; parents++)
        {
            uint position = positions[i];
            THash hash = hashes[i++];
            THash sibling;
            if ((position & 1) == 0 && i < positions.Length && positions[i] == position + 1)
            {
                sibling = hashes[i++];
            }
            else if (used < witness.Length)
            {
                sibling = witness[used++];
            }
            else
            {
                return -1;
            }

            (THash left, THash right) = (position & 1) == 0 ? (hash, sibling) : (sibling, hash);
            opened?.Add(position >> 1, left, right);
            hashes[parents] = TChannel.HashNode(left, right);
            positions[parents] = position >> 1;
        }

        return parents;
    }
}
