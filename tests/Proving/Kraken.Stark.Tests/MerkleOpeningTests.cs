using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Xunit;

namespace Kraken.Stark.Tests;

/// <summary>Openings of a tree of plain leaves: each byte of a witness counts, and only ascending positions have an opening.</summary>
public sealed class MerkleOpeningTests
{
    private const int Height = 5;
    private static readonly Blake2sHash[][] Layers = Build();
    private static readonly uint[] Positions = [2, 3, 9, 20, 31];

    [Fact]
    public void EveryByteOfTheWitnessIsBound()
    {
        Blake2sHash[] witness = Witness(Positions);
        Assert.Null(Verify(Positions, Leaves(Positions), witness));
        for (int i = 0; i < witness.Length; i++)
        {
            for (int bit = 0; bit < 256; bit += 3)
            {
                Blake2sHash[] altered = [.. witness];
                altered[i] = Flip(witness[i], bit);
                Assert.Equal(VerifyErrorKind.MerkleRoot, Verify(Positions, Leaves(Positions), altered)!.Kind);
            }
        }
    }

    [Fact]
    public void EveryByteOfALeafAndOfTheRootIsBound()
    {
        Blake2sHash[] witness = Witness(Positions);
        for (int bit = 0; bit < 256; bit++)
        {
            Blake2sHash[] leaves = Leaves(Positions);
            leaves[bit % leaves.Length] = Flip(leaves[bit % leaves.Length], bit);
            Assert.Equal(VerifyErrorKind.MerkleRoot, Verify(Positions, leaves, witness)!.Kind);
            Assert.Equal(VerifyErrorKind.MerkleRoot, Verify(Positions, Leaves(Positions), witness, Flip(Layers[0][0], bit))!.Kind);
        }
    }

    [Fact]
    public void HashesOutOfTheirOrderAreRefused()
    {
        Blake2sHash[] witness = Witness(Positions);
        for (int i = 0; i + 1 < witness.Length; i++)
        {
            Blake2sHash[] swapped = [.. witness];
            (swapped[i], swapped[i + 1]) = (swapped[i + 1], swapped[i]);
            Assert.Equal(VerifyErrorKind.MerkleRoot, Verify(Positions, Leaves(Positions), swapped)!.Kind);
        }
    }

    [Theory]
    [InlineData(new uint[] { 3, 2, 9, 20, 31 })]
    [InlineData(new uint[] { 2, 2, 9, 20, 31 })]
    [InlineData(new uint[] { 2, 9, 3, 20, 31 })]
    [InlineData(new uint[] { 31, 20, 9, 3, 2 })]
    public void PositionsThatDoNotAscendHaveNoOpening(uint[] positions)
    {
        Assert.NotNull(Verify(positions, Leaves(positions), Witness(Positions)));
        Assert.NotNull(Verify(positions, Leaves(positions), Witness(positions)));
    }

    [Fact]
    public void ALeafAtAnotherPositionIsRefused()
    {
        for (uint position = 0; position < 1u << Height; position++)
        {
            uint other = position ^ 1;
            Assert.Null(Verify([position], Leaves([position]), Witness([position])));
            Assert.NotNull(Verify([other], Leaves([position]), Witness([position])));
            Assert.NotNull(Verify([other], Leaves([position]), Witness([other])));
        }
    }

    [Fact]
    public void OnePositionMoreOrLessNeedsAnotherWitness()
    {
        Blake2sHash[] witness = Witness(Positions);
        Assert.NotNull(Verify(Positions[1..], Leaves(Positions[1..]), witness));
        uint[] more = [.. Positions, .. new uint[] { 17 }];
        Array.Sort(more);
        Assert.NotNull(Verify(more, Leaves(more), witness));
    }

    [Fact]
    public void TheSmallestTreesAreTheirLeaves()
    {
        Blake2sHash leaf = Layers[Height][0];
        Assert.Null(MerkleVerifier<Blake2sChannel, Blake2sHash>.Verify(leaf, 0, [0u], [leaf], new([]), "tree"));
        Assert.Equal(
            VerifyErrorKind.MerkleWitnessTooLong,
            MerkleVerifier<Blake2sChannel, Blake2sHash>.Verify(leaf, 0, [0u], [leaf], new([leaf]), "tree")!.Kind);
    }

    [Fact]
    public void AllLeavesNeedNoWitness()
    {
        uint[] all = [.. Enumerable.Range(0, 1 << Height).Select(i => (uint)i)];
        Assert.Empty(Witness(all));
        Assert.Null(Verify(all, Leaves(all), []));
    }

    /// <summary>
    /// A lifted column p -> f'(p) keeps the lowest bit and drops the bits above it: 2^k leaves of one parity share a value.
    /// </summary>
    [Fact]
    public void LiftedIndicesKeepTheParity()
    {
        for (int column = 1; column <= 6; column++)
        {
            for (int tree = column; tree <= 9; tree++)
            {
                int[] uses = new int[1 << column];
                for (uint leaf = 0; leaf < 1u << tree; leaf++)
                {
                    uint slot = LiftedIndex.ToColumn(leaf, tree, column);
                    Assert.Equal(leaf & 1, slot & 1);
                    Assert.Equal(slot, LiftedIndex.ToTree(leaf, tree, column));
                    uses[slot]++;
                }

                Assert.All(uses, count => Assert.Equal(1 << (tree - column), count));
            }
        }
    }

    /// <summary>Lifting twice is lifting once by the sum.</summary>
    [Fact]
    public void LiftedIndicesCompose()
    {
        for (uint leaf = 0; leaf < 1u << 10; leaf++)
        {
            for (int middle = 3; middle <= 10; middle++)
            {
                Assert.Equal(LiftedIndex.ToColumn(leaf, 10, 3), LiftedIndex.ToColumn(LiftedIndex.ToColumn(leaf, 10, middle), middle, 3));
            }
        }
    }

    private static Blake2sHash[][] Build()
    {
        Blake2sHash[][] layers = new Blake2sHash[Height + 1][];
        layers[Height] = [.. Enumerable.Range(0, 1 << Height).Select(i => Blake2sChannel.HashLeaf([(M31)i]))];
        for (int log = Height - 1; log >= 0; log--)
        {
            Blake2sHash[] below = layers[log + 1];
            layers[log] = [.. Enumerable.Range(0, 1 << log).Select(i => Blake2sChannel.HashNode(below[2 * i], below[(2 * i) + 1]))];
        }

        return layers;
    }

    private static Blake2sHash[] Leaves(uint[] positions) => [.. positions.Select(position => Layers[Height][position])];

    /// <summary>By the definition: from the leaves up, the siblings of known nodes that are not known themselves.</summary>
    private static Blake2sHash[] Witness(uint[] positions)
    {
        List<Blake2sHash> witness = [];
        uint[] known = [.. positions.Distinct()];
        for (int log = Height; log > 0; log--)
        {
            witness.AddRange(known.Where(position => !known.Contains(position ^ 1)).Select(position => Layers[log][position ^ 1]));
            known = [.. known.Select(position => position >> 1).Distinct()];
        }

        return [.. witness];
    }

    private static VerifyError? Verify(uint[] positions, Blake2sHash[] leaves, Blake2sHash[] witness, Blake2sHash? root = null) =>
        MerkleVerifier<Blake2sChannel, Blake2sHash>.Verify(root ?? Layers[0][0], Height, [.. positions], [.. leaves], new(witness), "tree");

    private static Blake2sHash Flip(Blake2sHash hash, int bit)
    {
        byte[] bytes = new byte[Blake2sHash.ByteCount];
        hash.WriteBytes(bytes);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return Blake2sHash.FromBytes(bytes);
    }
}
