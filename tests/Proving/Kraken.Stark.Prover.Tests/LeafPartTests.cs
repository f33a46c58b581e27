using System;
using System.Linq;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>A tree whose leaves are made part by part of the extension, as large ones are, is the tree of the whole extension.</summary>
public sealed class LeafPartTests : IDisposable
{
    // The smallest height at which leaves are made by parts.
    private const int Height = 19;
    private static readonly TwiddleTable Twiddles = new(Height);
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    /// <summary>Two blocks of columns and more, from the smallest size that is parted on, and from one that is not.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    public void EveryKeptNodeIsTheSame(int blowup, int smallest)
    {
        ColumnReference[] sorted = Columns.Of(
            Columns.Random(pool, smallest, 2, 1),
            Columns.Random(pool, smallest + 1, 1, 2),
            Columns.Random(pool, 9, 14, 3),
            Columns.Random(pool, Height - blowup, 2, 4));
        ColumnReference[] extended = Array.ConvertAll(
            sorted, column => new ColumnReference(new(pool, column.LogSize + blowup, 1), 0));
        for (int i = 0; i < sorted.Length; i++)
        {
            ColumnTransforms.Values(sorted[i], extended[i], extended[i].LogSize, Twiddles);
        }

        using MerkleTree<Blake2sHash> expected = MerkleTrees.Commit<Blake2sChannel, Blake2sHash>(extended, 0, pool);
        using MerkleTree<Blake2sHash> actual = MerkleTrees.CommitCoefficients<Blake2sChannel, Blake2sHash>(
            sorted, new(blowup, 0), Twiddles, pool, _ => throw new InvalidOperationException("no leaf is shown"));
        Assert.Equal(Height, actual.Height);
        int kept = MerkleTrees.LogKeptNodes(Height);
        for (int log = 0; log <= kept; log++)
        {
            Assert.Equal(Nodes(expected, log), Nodes(actual, log));
        }
    }

    private static Blake2sHash[] Nodes(MerkleTree<Blake2sHash> tree, int log) =>
        [.. Enumerable.Range(0, 1 << log).Select(i => tree.Node(log, i))];
}
