using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Preprocessed;

/// <summary>The fixed columns against what their names say, without a proof.</summary>
public sealed class FixedColumnTests
{
    private static readonly Dictionary<string, FixedColumn> Small =
        PreprocessedTrace.Columns(PreprocessedVariant.CanonicalSmall).ToDictionary(column => column.Name);

    [Theory]
    [InlineData(PreprocessedVariant.Canonical, 161, 25)]
    [InlineData(PreprocessedVariant.CanonicalWithoutPedersen, 105, 25)]
    [InlineData(PreprocessedVariant.CanonicalSmall, 156, 20)]
    public void LayoutsAreSortedAndFindTheirColumns(PreprocessedVariant variant, int count, int largest)
    {
        PreprocessedLayout layout = PreprocessedLayout.Of(variant);
        Assert.Equal(variant, layout.Variant);
        Assert.Equal(count, layout.Names.Length);
        Assert.Equal(count, layout.Names.Distinct().Count());
        Assert.Equal(largest, layout.MaxLogSize);
        Assert.Equal(layout.LogSizes.Order(), layout.LogSizes);
        Assert.True(PreprocessedLayout.TryFind(count, out PreprocessedVariant found));
        Assert.Equal(variant, found);
        for (int i = 0; i < count; i++)
        {
            Assert.True(layout.TryGetIndex(layout.Names[i], out int index));
            Assert.Equal(i, index);
        }

        FixedColumn[] columns = [.. PreprocessedTrace.Columns(variant)];
        Assert.Equal(layout.Names, columns.Select(column => column.Name));
        Assert.Equal(layout.LogSizes, columns.Select(column => column.LogSize));
    }

    [Fact]
    public void VariantsLackEachOthersColumns()
    {
        Assert.False(PreprocessedLayout.Of(PreprocessedVariant.CanonicalSmall).TryGetIndex("seq_21", out _));
        Assert.False(PreprocessedLayout.Of(PreprocessedVariant.CanonicalSmall).TryGetIndex("pedersen_points_0", out _));
        Assert.False(PreprocessedLayout.Of(PreprocessedVariant.Canonical).TryGetIndex("pedersen_points_small_0", out _));
        Assert.False(PreprocessedLayout.Of(PreprocessedVariant.CanonicalWithoutPedersen).TryGetIndex("pedersen_points_0", out _));
        Assert.False(PreprocessedLayout.TryFind(0, out _));
        Assert.False(PreprocessedLayout.TryFind(157, out _));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    public void XorTablesHoldEveryPairOnce(int bits)
    {
        HashSet<(uint, uint)> pairs = [];
        for (int row = 0; row < 1 << (2 * bits); row++)
        {
            uint a = At($"bitwise_xor_{bits}_0", row);
            uint b = At($"bitwise_xor_{bits}_1", row);
            uint c = At($"bitwise_xor_{bits}_2", row);
            Assert.True(a < 1u << bits && b < 1u << bits && c == (a ^ b));
            pairs.Add((a, b));
        }

        Assert.Equal(1 << (2 * bits), pairs.Count);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(4, 4)]
    [InlineData(7, 2, 5)]
    [InlineData(4, 4, 4, 4)]
    [InlineData(3, 3, 3, 3, 3)]
    public void RangeCheckTablesHoldEveryTupleOnce(params int[] bits)
    {
        string name = $"range_check_{string.Join('_', bits)}_column_";
        HashSet<ulong> tuples = [];
        for (int row = 0; row < 1 << bits.Sum(); row++)
        {
            ulong tuple = 0;
            for (int i = 0; i < bits.Length; i++)
            {
                uint digit = At($"{name}{i}", row);
                Assert.True(digit < 1u << bits[i]);
                tuple = (tuple << 8) | digit;
            }

            tuples.Add(tuple);
        }

        Assert.Equal(1 << bits.Sum(), tuples.Count);
    }

    [Fact]
    public void RowCountersCount()
    {
        M31[] values = new M31[1 << 10];
        Small["seq_10"].Fill(values);
        Assert.Equal(Enumerable.Range(0, values.Length).Select(row => (uint)row), values.Select(value => value.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small["seq_10"].Fill(new M31[(1 << 10) - 1]));
        Assert.Equal("seq_10 2^10", $"{Small["seq_10"]}");
    }

    [Fact]
    public void SigmaRowsArePermutationsOfTheMessageWords()
    {
        for (int row = 0; row < 16; row++)
        {
            uint[] words = [.. Enumerable.Range(0, 16).Select(i => At($"blake_sigma_{i}", row))];
            Assert.Equal(Enumerable.Range(0, 16).Select(i => (uint)i), words.Order());
            Assert.Equal(row is 0 or > 9, words.SequenceEqual(Enumerable.Range(0, 16).Select(i => (uint)i)));
        }
    }

    /// <summary>The keys before the first rounds are the permutation's own; those of partial rounds are folded and not.</summary>
    [Fact]
    public void KeysOfFullRoundsAreThoseOfThePermutation()
    {
        for (int round = 1; round <= 4; round++)
        {
            for (int element = 0; element < 3; element++)
            {
                Assert.Equal(HadesConstants.RoundKeys[(3 * round) + element], Key(round - 1, element));
            }
        }

        Assert.NotEqual(HadesConstants.RoundKeys[3 * 5], Key(4, 0));
    }

    /// <summary>
    /// Neighbouring rows of a window differ by the window's own multiple of the input's point: what a hash adds for one more.
    /// </summary>
    [Fact]
    public void PedersenRowsAreMultiplesOfThePoints()
    {
        AffinePoint first = Point(0);
        Assert.Equal((-new JacobianPoint(PedersenPoints.Shift)).ToAffine(), first);
        JacobianPoint step = new(PedersenPoints.FirstLow);
        for (int window = 0; window < 3; window++)
        {
            JacobianPoint expected = new(first);
            for (int k = 0; k < 5; k++)
            {
                Assert.Equal(expected.ToAffine(), Point((window << 9) + k));
                expected.Add(step.ToAffine());
            }

            for (int i = 0; i < 9; i++)
            {
                step.DoubleInPlace();
            }
        }

        // 28 windows of each input; what is left of the table repeats the first row.
        JacobianPoint second = new(first);
        second.Add(PedersenPoints.SecondLow);
        Assert.Equal(second.ToAffine(), Point((28 << 9) + 1));
        Assert.Equal(first, Point((56 << 9) + 1));
        Assert.Equal(first, Point((1 << 15) - 1));
    }

    private static uint At(string name, int row) => Small[name].At(row);

    private static Felt Key(int row, int element) =>
        Words(27, Enumerable.Range(10 * element, 10).Select(i => At($"poseidon_round_keys_{i}", row)));

    private static AffinePoint Point(int row) => new(
        Words(9, Enumerable.Range(0, 28).Select(i => At($"pedersen_points_small_{i}", row))),
        Words(9, Enumerable.Range(28, 28).Select(i => At($"pedersen_points_small_{i}", row))));

    /// <summary>The felt whose digits of so many bits, least significant first, are given.</summary>
    private static Felt Words(int bits, IEnumerable<uint> digits) =>
        digits.Reverse().Aggregate(Felt.Zero, (value, digit) => (value * (Felt)(1UL << bits)) + (Felt)(ulong)digit);
}
