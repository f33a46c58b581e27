using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>
/// A kept tree serves only if it is the right one: its root is the table's, which this code did not write. Whatever else lies in its place
/// is as good as nothing.
/// </summary>
[Collection(LargeProofs.Name)]
public sealed class FixedColumnCacheTests : IDisposable
{
    private const int FileBytes = 4 << 20;
    private static readonly PreprocessedTree Small = new(Blake2sChannel.Name, PreprocessedVariant.CanonicalSmall, 1, 21);

    /// <summary>The tree's file as it must be.</summary>
    private static readonly Lazy<byte[]> Right = new(() =>
    {
        using FixedColumnCacheTests test = new();
        test.Make();
        return File.ReadAllBytes(test.cache.PathOf(Small));
    });

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-columns-").FullName;
    private readonly FixedColumnCache cache;

    public FixedColumnCacheTests() => cache = new(Path.Combine(folder, "of", "user"));

    private Blake2sHash[]? Found => cache.Find<Blake2sChannel, Blake2sHash>(Small);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ATreeIsKeptAndTakenFromThereOn()
    {
        Assert.Null(Found);
        Blake2sHash[] first = Make();
        Assert.Equal(FileBytes, new FileInfo(cache.PathOf(Small)).Length);
        DateTime marker = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(cache.PathOf(Small), marker);
        Assert.True(first.AsSpan().SequenceEqual(Make()));
        Assert.Equal(marker, File.GetLastWriteTimeUtc(cache.PathOf(Small)));
        Assert.Equal([cache.PathOf(Small)], Directory.GetFiles(cache.Folder));
    }

    [Fact]
    public void AWrongFileIsReplaced()
    {
        Put([.. Right.Value[..^1], (byte)(Right.Value[^1] ^ 1)]);
        Make();
        AssertRight();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(FileBytes / 2)]
    [InlineData(FileBytes - 1)]
    public void ADamagedByteIsFound(int place)
    {
        byte[] content = [.. Right.Value];
        Put(content);
        Assert.NotNull(Found);
        content[place] ^= 0x80;
        Put(content);
        Assert.Null(Found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(FileBytes / 2)]
    [InlineData(FileBytes - 32)]
    [InlineData(FileBytes - 1)]
    public void AHalfWrittenFileIsNone(int length)
    {
        Put(Right.Value[..length]);
        Assert.Null(Found);
    }

    [Fact]
    public void AFileThatIsTooLongIsNone()
    {
        Put([.. Right.Value, 0]);
        Assert.Null(Found);
    }

    /// <summary>Two nodes that changed places, and the right nodes under the name of another tree.</summary>
    [Fact]
    public void AnotherTreesNodesAreNone()
    {
        Put([.. Right.Value[32..64], .. Right.Value[..32], .. Right.Value[64..]]);
        Assert.Null(Found);
        PreprocessedTree other = Small with { HashName = Blake2sM31Channel.Name };
        File.WriteAllBytes(cache.PathOf(other), Right.Value);
        Assert.Null(cache.Find<Blake2sM31Channel, Blake2sHash>(other));
    }

    [Fact]
    public void WhatCannotBeReadOrWrittenIsNoCache()
    {
        Directory.CreateDirectory(cache.PathOf(Small));
        Assert.Null(Found);
        Make();
        Assert.True(Directory.Exists(cache.PathOf(Small)));
        Assert.Empty(Directory.GetFiles(cache.Folder));

        // A file where the folder should be.
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, string.Empty);
        FixedColumnCache none = new(file);
        Assert.Null(none.Find<Blake2sChannel, Blake2sHash>(Small));
        none.Keep(Small, new Listed<Blake2sHash>(21, Nodes()));
        Assert.Equal(0, new FileInfo(file).Length);
    }

    [Fact]
    public void ManyMayWriteAndReadAtOnce()
    {
        Listed<Blake2sHash> tree = new(21, Nodes());
        int wrong = 0;
        Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 3 == 0)
            {
                cache.Keep(Small, tree);
            }
            else if (Found is { } nodes && !nodes.AsSpan().SequenceEqual(tree.Nodes))
            {
                Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal(0, wrong);
        AssertRight();
        Assert.Single(Directory.GetFiles(cache.Folder));
    }

    /// <summary>What writers left that were killed goes with the next writing, what is being written stays.</summary>
    [Fact]
    public void UnfinishedFilesDoNotPileUp()
    {
        Put([]);
        string old = cache.PathOf(Small) + ".old", young = cache.PathOf(Small) + ".young";
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        cache.Keep(Small, new Listed<Blake2sHash>(21, Nodes()));
        string[] left = [.. Directory.GetFiles(cache.Folder).Order(StringComparer.Ordinal)];
        Assert.Equal([cache.PathOf(Small), young], left);
        AssertRight();
    }

    /// <summary>
    /// Kept is what has a known root, is not lifted and fits: canonical at a blowup of 2 takes the most that a file may have.
    /// </summary>
    [Fact]
    public void OnlySomeTreesAreKept()
    {
        PreprocessedTree canonical = new(Blake2sChannel.Name, PreprocessedVariant.Canonical, 1, 26);
        Assert.Equal(FixedColumnCache.MaxFileBytes, 32L << MerkleTrees.LogKeptNodes(26));
        Assert.NotNull(FixedColumnCache.RootOf(canonical));
        Assert.True(PreprocessedRoots.TryGet(canonical with { LogBlowup = 2, Height = 27 }, out _));
        Assert.Null(FixedColumnCache.RootOf(canonical with { LogBlowup = 2, Height = 27 }));
        Assert.Null(FixedColumnCache.RootOf(Small with { Height = 22 }));
        Assert.Null(FixedColumnCache.RootOf(Small with { LogBlowup = 9, Height = 29 }));
        cache.Keep(Small with { Height = 22 }, new Listed<Blake2sHash>(22, []));
        Assert.False(Directory.Exists(cache.Folder));
    }

    /// <summary>Field elements are written as their canonical bytes; others are none, though they might have the same root.</summary>
    [Fact]
    public void FieldElementsAreCanonical()
    {
        PreprocessedTree tree = Small with { HashName = Poseidon252Channel.Name };
        Felt[] nodes = [.. Enumerable.Range(0, 1 << 17).Select(i => (Felt)(ulong)i)];
        cache.Keep(tree, new Listed<Felt>(21, nodes));
        byte[] content = File.ReadAllBytes(cache.PathOf(tree));
        Felt[] read = new Felt[nodes.Length];
        Assert.True(FixedColumnCache.TryDecode<Felt>(content, read));
        Assert.True(nodes.AsSpan().SequenceEqual(read));
        Assert.Null(cache.Find<Poseidon252Channel, Felt>(tree));
        content.AsSpan(32, 32).Fill(0xff);
        Assert.False(FixedColumnCache.TryDecode<Felt>(content, read));
    }

    private void AssertRight() =>
        Assert.True(Right.Value.AsSpan().SequenceEqual(File.ReadAllBytes(cache.PathOf(Small))));

    private static Blake2sHash[] Nodes() =>
        [.. Right.Value.Chunk(Blake2sHash.ByteCount).Select(bytes => Blake2sHash.FromBytes(bytes))];

    /// <summary>Makes the commitment over the cache; gives its kept layer.</summary>
    private Blake2sHash[] Make()
    {
        using MemoryArena arena = new();
        using PreprocessedCommitment<Blake2sChannel, Blake2sHash> made =
            PreprocessedCommitment<Blake2sChannel, Blake2sHash>.Make(Small, (arena, arena), cache);
        Assert.True(PreprocessedRoots.TryGet(Small, out string? root));
        Assert.Equal(root, made.Tree.Root.ToString());
        return [.. Enumerable.Range(0, 1 << 17).Select(i => made.Tree.Tree.Node(17, i))];
    }

    private void Put(byte[] content)
    {
        Directory.CreateDirectory(cache.Folder);
        File.WriteAllBytes(cache.PathOf(Small), content);
    }

    /// <summary>A tree of which only the kept layer is asked for.</summary>
    private sealed class Listed<THash>(int height, THash[] nodes) : MerkleTree<THash>(height)
        where THash : unmanaged, IEquatable<THash>
    {
        public ReadOnlySpan<THash> Nodes => nodes;

        public override THash Node(int log, long index) => nodes[index];

        public override void Dispose()
        {
        }
    }
}
