using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Openings of whole, pruned, parted and lifted trees: they verify, and hold no hash that the verifier could compute.</summary>
public sealed class DecommitmentTests : IDisposable
{
    private const int Log = 11;
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public void AnyPositionsAreOpened()
    {
        ColumnReference[] columns = Columns.Of(Columns.Random(pool, 3, 2, 1), Columns.Random(pool, Log, 3, 2));
        Check<Blake2sChannel, Blake2sHash>(columns);
        Check<Blake2sM31Channel, Blake2sHash>(columns);
        Check<Poseidon252Channel, Felt>(columns);
    }

    private void Check<TChannel, THash>(ColumnReference[] columns)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        using MerkleTree<THash> whole = MerkleTrees.CommitWhole<TChannel, THash>(columns, pool);
        using MerkleTree<THash> pruned = MerkleTrees.Commit<TChannel, THash>(columns, 0, pool);
        using MerkleTree<THash> lifted = MerkleTrees.Commit<TChannel, THash>(columns, Log + 3, pool);
        using MerkleTree<THash> parted = PrunedMerkleTree<TChannel, THash>.Of(
            TreeParts.Of<TChannel, THash>(columns, 7, pool), Log, LeafRows.OfColumns<TChannel, THash>(columns, Log));
        foreach (MerkleTree<THash> tree in (MerkleTree<THash>[])[whole, pruned, lifted, parted])
        {
            foreach (uint[] positions in Positions(tree.Height))
            {
                MerkleDecommitment<THash> decommitment = tree.Decommit(positions);
                Assert.Equal(Missing(positions, tree.Height), decommitment.HashWitness.Length);
                THash[] leaves = [.. positions.Select(position => tree.Node(tree.Height, position))];
                Assert.Null(MerkleVerifier<TChannel, THash>.Verify(
                    tree.Root, tree.Height, [.. positions], leaves, decommitment, "tree"));
            }
        }
    }

    private static IEnumerable<uint[]> Positions(int height)
    {
        uint last = (1U << height) - 1;
        yield return [0];
        yield return [last];
        yield return [0, 1];
        yield return [1, 2];
        yield return [0, last];
        yield return [.. Enumerable.Range(0, 64).Select(i => (uint)i)];
        Random random = new(height);
        for (int count = 3; count <= 40; count += 12)
        {
            yield return [.. Enumerable.Range(0, count).Select(_ => (uint)random.Next(1 << height)).Distinct().Order()];
        }
    }

    /// <summary>Siblings of the known nodes that are not known themselves, layer by layer.</summary>
    private static int Missing(uint[] positions, int height)
    {
        HashSet<uint> known = [.. positions];
        int missing = 0;
        for (int log = height; log > 0; log--)
        {
            missing += known.Count(position => !known.Contains(position ^ 1));
            known = [.. known.Select(position => position >> 1)];
        }

        return missing;
    }
}
