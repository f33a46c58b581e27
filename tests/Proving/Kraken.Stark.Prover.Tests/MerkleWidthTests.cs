using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;
using Kraken.Stark.Prover.Simd;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>
/// The hashing of leaves and layers at every width against the channel's own hash, around the sizes at which vectors are first filled.
/// </summary>
public sealed class MerkleWidthTests : IDisposable
{
    private const int MaxLog = 11;
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LayersAreThoseOfTheHash(bool isReduced)
    {
        for (int log = 0; log <= MaxLog; log++)
        {
            CheckLayer<BlakeLanes8>(log, isReduced);
            CheckLayer<BlakeLanes16>(log, isReduced);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LeavesOfColumnsAreThoseOfTheHash(bool isReduced)
    {
        int[][] sizes = [[0], [1], [2, 3], [3, 4], [1, 4, 5], [4, 9], [3, 10], [7, 8, 10]];
        foreach (int[] logs in sizes)
        {
            foreach (int count in (int[])[1, 7, 16, 17])
            {
                ColumnReference[] columns = Columns.Of([.. logs.Select((log, i) => Columns.Random(pool, log, count, log + i))]);
                CheckLeaves<BlakeLanes8>(columns, isReduced);
                CheckLeaves<BlakeLanes16>(columns, isReduced);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LeavesOfSecureValuesAreThoseOfTheHash(bool isReduced)
    {
        for (int log = 2; log <= MaxLog; log++)
        {
            using ColumnBlock secure = Columns.Random(pool, log, 4, log);
            foreach (int leafLog in (int[])[0, 2])
            {
                CheckSecure<BlakeLanes8>(secure, leafLog, isReduced);
                CheckSecure<BlakeLanes16>(secure, leafLog, isReduced);
            }
        }
    }

    private void CheckLayer<T>(int log, bool isReduced)
        where T : struct, IBlakeLanes<T>
    {
        using NativeBuffer children = pool.Rent(MerkleLanes.LayerWords(log + 1));
        using NativeBuffer parents = pool.Rent(MerkleLanes.LayerWords(log));
        Random random = new(log);
        foreach (ref uint word in children.Span(0, (int)MerkleLanes.LayerWords(log + 1)))
        {
            word = (uint)random.NextInt64(1L << 32);
        }

        BlakeLayers.Hash<T>(new(children, 0), new(parents, 0), log, isReduced);
        for (int i = 0; i < 1 << log; i++)
        {
            (Blake2sHash left, Blake2sHash right) = (Node(children, 2 * i), Node(children, (2 * i) + 1));
            Assert.Equal(isReduced ? Blake2sM31Channel.HashNode(left, right) : Blake2sChannel.HashNode(left, right), Node(parents, i));
        }
    }

    private void CheckLeaves<T>(ColumnReference[] columns, bool isReduced)
        where T : struct, IBlakeLanes<T>
    {
        int height = columns[^1].LogSize;
        using NativeBuffer leaves = pool.Rent(MerkleLanes.LayerWords(height));
        new LeafHasher(columns, isReduced, pool).Hash<T>(new(leaves, 0));
        for (uint leaf = 0; leaf < 1u << height; leaf++)
        {
            M31[] row = [.. columns.Select(column => M31.FromCanonical(column.Rows[Slot(leaf, height, column.LogSize)]))];
            Assert.Equal(isReduced ? Blake2sM31Channel.HashLeaf(row) : Blake2sChannel.HashLeaf(row), Node(leaves, leaf));
        }
    }

    private void CheckSecure<T>(ColumnBlock secure, int leafLog, bool isReduced)
        where T : struct, IBlakeLanes<T>
    {
        int height = secure.LogSize - leafLog;
        using NativeBuffer leaves = pool.Rent(MerkleLanes.LayerWords(height));
        BlakeLayers.HashSecure<T>(secure, leafLog, isReduced, new(leaves, 0));
        for (int leaf = 0; leaf < 1 << height; leaf++)
        {
            M31[] row = [.. Enumerable.Range(leaf << leafLog, 1 << leafLog)
                .SelectMany(value => Enumerable.Range(0, 4).Select(k => M31.FromCanonical(secure.Rows(k)[value])))];
            Assert.Equal(isReduced ? Blake2sM31Channel.HashLeaf(row) : Blake2sChannel.HashLeaf(row), Node(leaves, leaf));
        }
    }

    /// <summary>A column of one value has no lowest bit to keep.</summary>
    private static int Slot(uint leaf, int height, int log) => log == 0 ? 0 : (int)LiftedIndex.ToColumn(leaf, height, log);

    private static Blake2sHash Node(NativeBuffer layer, long node)
    {
        Span<uint> words = stackalloc uint[8];
        MerkleLanes.ReadNode(new(layer, 0), node, words);
        return Blake2sHash.FromBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words));
    }
}
