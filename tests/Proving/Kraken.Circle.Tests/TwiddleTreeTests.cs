using System.Linq;
using Kraken.Circle;
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
