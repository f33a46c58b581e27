using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.EcOp;
using Kraken.Cairo.Air.Components.Pedersen;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

/// <summary>Chains of hints, run link by link as their components do, against the whole function that they make together.</summary>
public sealed class HintChainTests
{
    private const int Limbs = 28;
    private const int Packed = 10;
    private const int BlakeRounds = 10;

    private static readonly Felt[] Values =
    [
        Felt.Zero, Felt.One, (Felt)0x123456789UL, Felt.Zero - Felt.One, Felt.Parse("0x5bf31eb106e06835ab58634171425b1f2f0d6e9c7a1b3c5"),
    ];

    /// <summary>Four full rounds, 27 triples of partial rounds, four full rounds, and what joins them.</summary>
    [Fact]
    public void RoundsOfPoseidonMakeThePermutation()
    {
        foreach (Felt[] input in (Felt[][])[[.. Values[..3]], [Values[0], Values[0], Values[0]], [.. Values[2..]]])
        {
            Felt[] expected = [.. input];
            Poseidon.Permute(expected);
            Felt[] state = [.. input.Zip(PoseidonKeys.Initial, (value, key) => value + key)];
            state = FullRounds(state, 0);
            (Felt x, Felt y, Felt z) = (state[0], state[1], state[2]);
            Felt second = x + y - ((Felt)2 * Cube(z)) + PoseidonKeys.FullToPartial[0];
            Felt third = ((Felt)4 * x) + ((Felt)2 * Cube(z)) - ((Felt)2 * Cube(second)) + PoseidonKeys.FullToPartial[1];
            Felt[] partial = [Cube(z), second, Cube(second), third];
            for (uint row = 4; row < 31; row++)
            {
                partial = Felts(PoseidonPartialRoundsHint.Instance, row, partial);
            }

            Felt lastY = ((Felt)4 * partial[0]) + ((Felt)2 * partial[1]) + partial[2] + PoseidonKeys.PartialToFull[0];
            Felt lastX = ((Felt)4 * partial[2]) + ((Felt)2 * partial[3]) + lastY + PoseidonKeys.PartialToFull[1];
            Assert.Equal(expected, FullRounds([lastX, lastY, partial[3]], 31));
        }
    }

    [Fact]
    public void KeysOfEveryRowAreThoseOfTheRounds()
    {
        for (uint row = 0; row < PoseidonKeys.Rows; row++)
        {
            Felt[] keys = Read(Row(PoseidonKeysHint.Instance, null!, [row]));
            Assert.Equal(PoseidonKeys.Of((int)row), keys);
        }

        // A row beyond the last, which only a false input has, is answered with the first.
        Assert.Equal(Row(PoseidonKeysHint.Instance, null!, [0]), Row(PoseidonKeysHint.Instance, null!, [PoseidonKeys.Rows]));
        Assert.Equal(Row(PoseidonKeysHint.Instance, null!, [0]), Row(PoseidonKeysHint.Instance, null!, [uint.MaxValue]));
    }

    [Fact]
    public void RoundsOfBlakeMakeTheCompression()
    {
        uint[] message = [.. Enumerable.Range(0, 16).Select(i => 0x9e3779b9u * (uint)(i + 1))];
        MessageMemory memory = new(1000, message);
        foreach ((ulong count, uint final) in ((ulong, uint)[])[(64, 0), (61, uint.MaxValue), (1UL << 20, 0)])
        {
            uint[] expected = new uint[8];
            Blake2s.Initialise(expected);
            expected[3] ^= 77;
            uint[] state = [.. expected];
            Blake2s.Compress(expected, message, count, final);
            uint[] words = [.. state, .. Blake2s.InitialVector];
            words[12] ^= (uint)count;
            words[13] ^= (uint)(count >> 32);
            words[14] ^= final;
            for (uint round = 0; round < BlakeRounds; round++)
            {
                words = Row(BlakeRoundHint.Instance, memory, [round, 1000, .. words]);
            }

            Assert.Equal(expected, state.Select((word, i) => word ^ words[i] ^ words[i + 8]));
        }
    }

    /// <summary>28 windows of each input from the shifts that the table's points lack.</summary>
    [Fact]
    public void WindowsOfPedersenMakeTheHash()
    {
        PedersenWindows windows = PedersenWindows.Narrow;
        PartialEcMulHint hint = new(windows);
        foreach ((Felt a, Felt b) in (IEnumerable<(Felt, Felt)>)[(Values[0], Values[0]), (Values[3], Values[4]), (Values[2], Values[1])])
        {
            uint[] sum = Of(StarkCurve.Multiply(PedersenPoints.Shift, (Felt)(ulong)((2 * windows.Count) + 1)).ToAffine());
            foreach ((Felt scalar, int first) in ((Felt, int)[])[(a, 0), (b, windows.Count)])
            {
                uint[] state = [.. Of(scalar), .. sum];
                for (int round = first; round < first + windows.Count; round++)
                {
                    state = Row(hint, null!, [(uint)round, .. state]);
                }

                Assert.All(state[..windows.Count], window => Assert.Equal(0u, window));
                sum = state[windows.Count..];
            }

            Assert.Equal(Pedersen.Hash(a, b), FeltWords.FromLimbs(sum));
        }
    }

    /// <summary>252 bits of a scalar in ten words: P + m Q, the point doubled each time, the words used up one after the other.</summary>
    [Fact]
    public void BitsOfAScalarMakeTheMultiple()
    {
        AffinePoint p = StarkCurve.PublicPoint(7UL);
        AffinePoint q = StarkCurve.PublicPoint(1000003UL);
        foreach (Felt scalar in Values)
        {
            uint[] words = new uint[Packed];
            FeltWords.ToPacked(scalar, words);
            uint[] state = [.. words, .. Of(q), .. Of(p), PartialEcMulGeneric.FirstCounter];
            for (int bit = 0; bit < 252; bit++)
            {
                Assert.Equal((uint)(26 - (bit % 27)), state[^1]);
                state = Row(PartialEcMulGenericHint.Instance, null!, state);
            }

            Assert.All(state[..Packed], word => Assert.Equal(0u, word));
            JacobianPoint expected = StarkCurve.Multiply(q, scalar);
            expected.Add(p);
            Assert.Equal(Of(expected.ToAffine()), state[(Packed + (2 * Limbs))..^1]);
        }
    }

    private static Felt[] FullRounds(Felt[] state, uint firstRow)
    {
        for (uint row = firstRow; row < firstRow + 4; row++)
        {
            state = Felts(PoseidonFullRoundHint.Instance, row, state);
        }

        return state;
    }

    private static Felt[] Felts(Hint hint, uint row, Felt[] state)
    {
        uint[] words = new uint[Packed * state.Length];
        for (int i = 0; i < state.Length; i++)
        {
            FeltWords.ToPacked(state[i], words.AsSpan(Packed * i));
        }

        return Read(Row(hint, null!, [row, .. words]));
    }

    private static Felt[] Read(uint[] words) => [.. words.Chunk(Packed).Select(chunk => FeltWords.FromPacked(chunk))];

    private static Felt Cube(Felt value) => value * value * value;

    private static uint[] Of(Felt value)
    {
        uint[] limbs = new uint[Limbs];
        FeltWords.ToLimbs(value, limbs);
        return limbs;
    }

    private static uint[] Of(AffinePoint point) => [.. Of(point.X), .. Of(point.Y)];

    private static uint[] Row(Hint hint, IWitnessContext context, uint[] inputs)
    {
        Assert.Equal(hint.Inputs, inputs.Length);
        uint[] outputs = [.. Enumerable.Repeat(0xdeadu, hint.Outputs)];
        hint.EvaluateRow(context, inputs, outputs);
        return outputs;
    }

    /// <summary>A message at an address; a value's id is its address.</summary>
    private sealed class MessageMemory(uint start, uint[] words) : IMemoryContext
    {
        public uint IdOf(uint address) => address;

        public void LimbsOf(uint id, Span<uint> limbs) => FeltWords.ToLimbs((ulong)words[id - start], limbs);
    }
}
