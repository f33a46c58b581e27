using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Preprocessed;

/// <summary>The table of known roots: whole where it says so, and each root of the form that its hash has.</summary>
public sealed class PreprocessedRootTests
{
    private const int MaxLogBlowup = 5;

    // Those that have been computed so far.
    private const int PoseidonOverCanonical = 2;

    private static readonly PreprocessedVariant[] Variants = Enum.GetValues<PreprocessedVariant>();

    /// <summary>Every blowup that the original's parameters allow, of every hash over every variant, as it is without lifting.</summary>
    [Theory]
    [InlineData("blake2s", MaxLogBlowup, MaxLogBlowup, MaxLogBlowup)]
    [InlineData("blake2s_m31", MaxLogBlowup, MaxLogBlowup, MaxLogBlowup)]
    [InlineData("poseidon252", PoseidonOverCanonical, MaxLogBlowup, MaxLogBlowup)]
    public void TreesThatAreNotLiftedAreKnown(string hash, int canonical, int withoutPedersen, int small)
    {
        int[] known = [canonical, withoutPedersen, small];
        foreach (PreprocessedVariant variant in Variants)
        {
            for (int blowup = 1; blowup <= MaxLogBlowup + 1; blowup++)
            {
                Assert.Equal(blowup <= known[(int)variant], PreprocessedRoots.TryGet(hash, variant, blowup, out _));
            }
        }
    }

    /// <summary>Every height that a proof may lift its trees to, of both hashes of bytes.</summary>
    [Theory]
    [InlineData("blake2s")]
    [InlineData("blake2s_m31")]
    public void LiftedTreesOfBytesAreKnown(string hash)
    {
        const int Highest = 30;
        foreach (PreprocessedVariant variant in Variants)
        {
            for (int blowup = 1; blowup <= MaxLogBlowup; blowup++)
            {
                for (int height = PreprocessedLayout.Of(variant).MaxLogSize + blowup; height <= Highest; height++)
                {
                    PreprocessedTree tree = new(hash, variant, blowup, height);
                    Assert.True(PreprocessedRoots.TryGet(tree, out _), $"no root of the {tree}");
                }
            }
        }
    }

    [Fact]
    public void RootsAreHashesAndAllDifferent()
    {
        List<string> roots = [];
        foreach (PreprocessedTree tree in PreprocessedRoots.Keys)
        {
            Assert.InRange(tree.Height, tree.NaturalHeight, PcsConfig.MaxLogDomain);
            Assert.True(PreprocessedRoots.TryGet(tree, out string? root));
            roots.Add(root);
            if (tree.HashName == Poseidon252Channel.Name)
            {
                Assert.True(Felt.TryParse(root, out Felt felt));
                Assert.Equal(root, felt.ToString());
                continue;
            }

            byte[] bytes = Convert.FromHexString(root);
            Assert.Equal(root, Blake2sHash.FromBytes(bytes).ToString());
            if (tree.HashName == Blake2sM31Channel.Name)
            {
                Assert.All(bytes.Chunk(4), word => Assert.True(BitConverter.ToUInt32(word) < M31.Modulus));
            }
        }

        Assert.Equal(roots.Count, roots.Distinct().Count());
    }

    [Theory]
    [InlineData("keccak", PreprocessedVariant.CanonicalSmall, 1, 21)]
    [InlineData("blake2s", PreprocessedVariant.CanonicalSmall, 1, 20)]
    [InlineData("blake2s", PreprocessedVariant.CanonicalSmall, 1, 31)]
    [InlineData("blake2s", PreprocessedVariant.CanonicalSmall, 0, 20)]
    [InlineData("blake2s", PreprocessedVariant.Canonical, 6, 31)]
    public void OthersAreNotKnown(string hash, PreprocessedVariant variant, int blowup, int height)
    {
        Assert.False(PreprocessedRoots.TryGet(new(hash, variant, blowup, height), out string? root));
        Assert.Null(root);
    }
}
