using System;
using System.Collections.Generic;
using Kraken.Stark.Merkle;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>A Merkle tree that the prover keeps to open it later.</summary>
/// <typeparam name="THash">A tree node.</typeparam>
/// <param name="height">log2 of the number of leaves.</param>
public abstract class MerkleTree<THash>(int height) : IDisposable
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>log2 of the number of leaves.</summary>
    public int Height => height;

    /// <summary>The hash of the whole tree.</summary>
    public THash Root => Node(0, 0);

    /// <summary>A node of the layer of 2^log nodes; the root is layer 0.</summary>
    public abstract THash Node(int log, long index);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The hashes that a verifier of the given leaves lacks: layers from the leaves to the root, ascending positions.</summary>
    /// <param name="positions">Leaf positions, strictly ascending.</param>
    public MerkleDecommitment<THash> Decommit(ReadOnlySpan<uint> positions)
    {
        List<THash> witness = [];
        List<uint> known = [.. positions];
        for (int log = height; log > 0; log--)
        {
            List<uint> parents = [];
            for (int i = 0; i < known.Count; i++)
            {
                uint position = known[i];
                parents.Add(position >> 1);
                if ((position & 1) == 0 && i + 1 < known.Count && known[i + 1] == position + 1)
                {
                    i++;
                }
                else
                {
                    witness.Add(Node(log, position ^ 1));
                }
            }

            known = parents;
        }

        return new([.. witness]);
    }
}
