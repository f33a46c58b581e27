using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Circle.Tests;

/// <summary>The FFT factors are coordinates of the domain: at every size, of every layer, with their inverses.</summary>
public sealed class TwiddleTreeTests
{
    private const int MaxLog = 9;
    private static readonly TwiddleTree Tree = new(MaxLog);

    [Fact]
    public void CircleFactorsAreTheOrdinates()
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            CircleDomain domain = new CanonicCoset(log).CircleDomain;
            for (int h = 0; h < 1 << (log - 1); h++)
            {
                Assert.Equal(domain.AtSlot(2 * (uint)h).Y, Tree.Circle(log, h));
                Assert.Equal(M31.One, Tree.Circle(log, h) * Tree.CircleInverse(log, h));
            }
        }
    }

    /// <summary>Layer l joins slots 2^l apart; its factor is the abscissa of the block's first point, doubled l - 1 times.</summary>
    [Fact]
    public void LineFactorsAreTheDoubledAbscissas()
    {
        for (int log = 2; log <= MaxLog; log++)
        {
            CircleDomain domain = new CanonicCoset(log).CircleDomain;
            for (int layer = 1; layer < log; layer++)
            {
                M31[] line = Tree.Line(log, layer).ToArray();
                Assert.Equal(1 << (log - 1 - layer), line.Length);
                for (int h = 0; h < line.Length; h++)
                {
                    M31 expected = Projection.Apply(domain.AtSlot((uint)h << (layer + 1)).X, layer - 1);
                    Assert.Equal(expected, line[h]);
                    Assert.Equal(M31.One, expected * Tree.LineInverse(log, layer)[h]);
                }
            }
        }
    }

    [Fact]
    public void ASmallerTreeIsTheTailOfALargerOne()
    {
        for (int log = 1; log < MaxLog; log++)
        {
            TwiddleTree smaller = new(log);
            Assert.Equal(smaller.Forward.ToArray(), Tree.Forward[^smaller.Forward.Length..].ToArray());
            Assert.Equal(smaller.Inverse.ToArray(), Tree.Inverse[^smaller.Inverse.Length..].ToArray());
            Assert.Equal(1 << (log - 1), smaller.Forward.Length);
        }
    }

    /// <summary>The tree of a part gives the factors that the whole one has for the part's slots.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void ThePartsOfATreeAreRunsOfItsLayers(int logParts)
    {
        for (int part = 0; part < 1 << logParts; part++)
        {
            TwiddleTree tree = new(MaxLog - logParts, logParts, part);
            for (int log = 1; log <= tree.MaxLogSize; log++)
            {
                for (int layer = 1; layer < log; layer++)
                {
                    int count = 1 << (log - 1 - layer);
                    Assert.Equal(
                        Tree.Line(log + logParts, layer).Slice(part * count, count).ToArray(), tree.Line(log, layer).ToArray());
                    Assert.Equal(
                        Tree.LineInverse(log + logParts, layer).Slice(part * count, count).ToArray(),
                        tree.LineInverse(log, layer).ToArray());
                }

                for (int h = 0; h < 1 << (log - 1); h++)
                {
                    int whole = (part << (log - 1)) + h;
                    Assert.Equal(Tree.Circle(log + logParts, whole), tree.Circle(log, h));
                    Assert.Equal(Tree.CircleInverse(log + logParts, whole), tree.CircleInverse(log, h));
                }
            }
        }
    }

    /// <summary>Parts of the largest domain there is, whose whole tree is refused.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(12_345_678)]
    [InlineData((1 << 26) - 1)]
    public void PartsReachTheLargestDomain(int part)
    {
        const int log = 4;
        const int logParts = 26;
        CircleDomain domain = new(Coset.HalfOdds(log + logParts - 1));
        TwiddleTree tree = new(log, logParts, part);
        for (int layer = 1; layer < log; layer++)
        {
            for (int h = 0; h < 1 << (log - 1 - layer); h++)
            {
                uint slot = ((uint)part << log) + ((uint)h << (layer + 1));
                Assert.Equal(Projection.Apply(domain.AtSlot(slot).X, layer - 1), tree.Line(log, layer)[h]);
            }
        }

        for (int h = 0; h < 1 << (log - 1); h++)
        {
            Assert.Equal(domain.AtSlot(((uint)part << log) + (2 * (uint)h)).Y, tree.Circle(log, h));
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(30, 0, 0)]
    [InlineData(29, 2, 0)]
    [InlineData(4, -1, 0)]
    [InlineData(4, 2, 4)]
    [InlineData(4, 2, -1)]
    public void SizesAndPartsOutOfRangeAreRefused(int maxLog, int logParts, int part) =>
        Assert.Throws<System.ArgumentOutOfRangeException>(() => new TwiddleTree(maxLog, logParts, part));

    [Fact]
    public void NoFactorIsZero()
    {
        Assert.DoesNotContain(Tree.Forward.ToArray(), value => value.IsZero);
        Assert.All(Tree.Forward.ToArray().Zip(Tree.Inverse.ToArray()), pair => Assert.Equal(M31.One, pair.First * pair.Second));
        Assert.Equal(M31.One, Tree.Forward[^1]);
    }

    [Fact]
    public void VanishingPolynomialsAreConstantOnTheOtherHalfOfALargerDomain()
    {
        // V of size n takes two values on the domain of twice the size, one on each half of every block: what the prover divides by.
        for (int log = 1; log <= 6; log++)
        {
            CanonicCoset small = new(log);
            CircleDomain domain = new CanonicCoset(log + 1).CircleDomain;
            M31[] values = [.. Enumerable.Range(0, 2 << log).Select(slot => small.EvaluateVanishing(domain.AtSlot((uint)slot)))];
            Assert.Equal(2, values.Distinct().Count());
            Assert.DoesNotContain(values, value => value.IsZero);
            Assert.Equal(values[0], -values.First(value => value != values[0]));
        }
    }
}
