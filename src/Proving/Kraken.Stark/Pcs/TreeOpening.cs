using System;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;

namespace Kraken.Stark.Pcs;

/// <summary>
/// Checks the opened rows of one tree. Queries of a larger domain may meet the same leaf twice and out of order; equal leaves must then
/// show equal rows.
/// </summary>
internal sealed class TreeOpening<TChannel, THash>(string name, int height, int[] sortedOrder)
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>Checks rows against a root.</summary>
    /// <param name="queries">Positions of the query domain, ascending.</param>
    /// <param name="logDomain">log2 of that domain.</param>
    /// <param name="values">[column in commit order][query].</param>
    /// <param name="decommitment">The Merkle witness.</param>
    /// <param name="opened">Takes the nodes that the opening shows; null to skip.</param>
    internal VerifyError? Verify(
        THash root,
        uint[] queries,
        int logDomain,
        M31[][] values,
        MerkleDecommitment<THash> decommitment,
        OpenedNodes<THash>? opened = null)
    {
        if (sortedOrder.Length == 0)
        {
            return VerifyEmpty(root, decommitment);
        }

        uint[] positions = new uint[queries.Length];
        int[] order = new int[queries.Length];
        for (int i = 0; i < queries.Length; i++)
        {
            positions[i] = LiftedIndex.ToTree(queries[i], logDomain, height);
            order[i] = i;
        }

        Array.Sort(positions, order);
        THash[] hashes = new THash[positions.Length];
        int count = HashRows(values, positions, order, hashes);
        return count < 0
            ? new VerifyError(VerifyErrorKind.QueriedValues, name, "equal rows at equal leaves", "different rows")
            : MerkleVerifier<TChannel, THash>.Verify(
                root, height, positions.AsSpan(0, count), hashes.AsSpan(0, count), decommitment, name, opened);
    }

    private VerifyError? VerifyEmpty(THash root, MerkleDecommitment<THash> decommitment)
    {
        if (decommitment.HashWitness.Length != 0)
        {
            return VerifyError.Number(VerifyErrorKind.MerkleWitnessTooLong, name, 0, decommitment.HashWitness.Length);
        }

        return root.Equals(TChannel.EmptyRoot) ? null : new VerifyError(VerifyErrorKind.MerkleRoot, name, "the empty root", $"{root}");
    }

    /// <summary>One hash per different position, moved to the front together with the positions. -1: rows at one leaf differ.</summary>
    private int HashRows(M31[][] values, uint[] positions, int[] order, THash[] hashes)
    {
        M31[] row = new M31[sortedOrder.Length];
        M31[] last = new M31[sortedOrder.Length];
        int count = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = values[sortedOrder[k]][order[i]];
            }

            if (count > 0 && positions[count - 1] == positions[i])
            {
                if (!row.AsSpan().SequenceEqual(last))
                {
                    return -1;
                }

                continue;
            }

            positions[count] = positions[i];
            hashes[count++] = TChannel.HashLeaf(row);
            (row, last) = (last, row);
        }

        return count;
    }
}
