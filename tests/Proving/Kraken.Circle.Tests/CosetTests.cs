using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Circle.Tests;

/// <summary>Cosets, domains and orders of storage, by the definitions of the group.</summary>
public sealed class CosetTests
{
    [Fact]
    public void ACosetIsItsFirstPointPlusMultiplesOfItsStep()
    {
        for (int log = 0; log <= 8; log++)
        {
            foreach (Coset coset in (Coset[])[Coset.Subgroup(log), Coset.Odds(log), Coset.HalfOdds(log), Coset.Odds(log).Shift(new(12345))])
            {
                CirclePoint<M31> point = coset.Initial;
                for (uint k = 0; k < coset.Size; k++)
                {
                    Assert.Equal(point, coset.At(k));
                    point += coset.Step;
                }

                // After as many steps as it has points one is back, and k counts modulo the size.
                Assert.Equal(coset.Initial, point);
                Assert.Equal(coset.At(0), coset.At(coset.Size));
            }
        }
    }

    [Fact]
    public void PointsOfACosetAreDifferent()
    {
        for (int log = 0; log <= 8; log++)
        {
            HashSet<CirclePoint<M31>> points = [.. Enumerable.Range(0, 1 << log).Select(k => Coset.Odds(log).At((uint)k))];
            Assert.Equal(1 << log, points.Count);
            Assert.All(points, point => Assert.Equal(M31.One, (point.X * point.X) + (point.Y * point.Y)));
        }
    }

    /// <summary>
    /// The odds are the points of order 2^(n + 1) exactly: what the subgroup of twice the size has beyond the smaller one.
    /// </summary>
    [Fact]
    public void TheOddsAreTheLargerSubgroupWithoutTheSmaller()
    {
        for (int log = 1; log <= 8; log++)
        {
            HashSet<CirclePoint<M31>> larger = Points(Coset.Subgroup(log + 1));
            HashSet<CirclePoint<M31>> smaller = Points(Coset.Subgroup(log));
            Assert.True(smaller.IsProperSubsetOf(larger));
            larger.ExceptWith(smaller);
            Assert.True(larger.SetEquals(Points(Coset.Odds(log))));
        }
    }

    [Fact]
    public void AHalfCosetAndItsNegationAreTheDomain()
    {
        for (int log = 1; log <= 8; log++)
        {
            CanonicCoset canonic = new(log);
            HashSet<CirclePoint<M31>> half = Points(canonic.HalfCoset);
            HashSet<CirclePoint<M31>> negated = [.. half.Select(point => -point)];
            Assert.Empty(half.Intersect(negated));
            half.UnionWith(negated);
            Assert.True(half.SetEquals(Points(canonic.Coset)));
            CircleDomain domain = canonic.CircleDomain;
            Assert.Equal((log, 1u << log), (domain.LogSize, domain.Size));
            Assert.True(half.SetEquals(Enumerable.Range(0, 1 << log).Select(k => domain.At((uint)k))));
        }
    }

    [Fact]
    public void ADoubledCosetHasTheDoubledPoints()
    {
        for (int log = 1; log <= 8; log++)
        {
            Coset coset = Coset.HalfOdds(log);
            Coset doubled = coset.Double();
            Assert.Equal(log - 1, doubled.LogSize);
            for (uint k = 0; k < coset.Size; k++)
            {
                Assert.Equal(coset.At(k).Double(), doubled.At(k));
            }

            Assert.Equal(Coset.HalfOdds(log - 1), doubled);
        }
    }

    /// <summary>Neighbouring slots are a point and its negation: of the circle in a domain, of the line in a line domain.</summary>
    [Fact]
    public void NeighbouringSlotsAreOpposite()
    {
        for (int log = 1; log <= 8; log++)
        {
            CircleDomain circle = new CanonicCoset(log).CircleDomain;
            LineDomain line = LineDomain.HalfOdds(log);
            for (uint slot = 0; slot < 1u << log; slot += 2)
            {
                Assert.Equal(-circle.AtSlot(slot), circle.AtSlot(slot + 1));
                Assert.Equal(-line.AtSlot(slot), line.AtSlot(slot + 1));
                Assert.False(circle.AtSlot(slot).Y.IsZero);
                Assert.False(line.AtSlot(slot).IsZero);
            }
        }
    }

    [Fact]
    public void LineDomainsAreTheCirclesProjections()
    {
        for (int log = 2; log <= 8; log++)
        {
            CircleDomain circle = new CanonicCoset(log).CircleDomain;
            LineDomain line = LineDomain.HalfOdds(log - 1);
            for (uint slot = 0; slot < line.Coset.Size; slot++)
            {
                Assert.Equal(circle.AtSlot(2 * slot).X, line.AtSlot(slot));
            }

            LineDomain half = line.Double();
            Assert.Equal(log - 2, half.LogSize);
            Assert.Equal(CirclePoint<M31>.DoubleX(line.AtSlot(0)), half.AtSlot(0));
        }
    }

    /// <summary>The first slots of a domain are a circle domain of their own: so a part of the values determines a polynomial.</summary>
    [Fact]
    public void TheFirstSlotsAreClosedUnderNegation()
    {
        for (int log = 2; log <= 7; log++)
        {
            CircleDomain domain = new CanonicCoset(log).CircleDomain;
            for (int part = 1; part < log; part++)
            {
                HashSet<CirclePoint<M31>> points = [.. Enumerable.Range(0, 1 << part).Select(slot => domain.AtSlot((uint)slot))];
                Assert.All(points, point => Assert.Contains(-point, points));
            }
        }
    }

    [Fact]
    public void IndicesAreTakenModuloTheGroupsOrder()
    {
        CirclePointIndex last = new((1u << 31) - 1);
        Assert.Equal(CirclePointIndex.Zero, last + new CirclePointIndex(1));
        Assert.Equal(last, CirclePointIndex.Zero - new CirclePointIndex(1));
        Assert.Equal(last, -new CirclePointIndex(1));
        Assert.Equal(new CirclePointIndex(1u << 30), new CirclePointIndex(1u << 29) * 2);
        Assert.Equal(CirclePointIndex.Zero, new CirclePointIndex(1u << 30) * 2);
        Assert.Equal(CirclePointIndex.Zero, CirclePointIndex.SubgroupGenerator(0));
        Assert.Equal(new CirclePointIndex(1), CirclePointIndex.SubgroupGenerator(31));
        Assert.Equal(CirclePoint<M31>.Identity, CirclePointIndex.Zero.ToPoint());
        Assert.Equal(-CircleGroup.Generator, last.ToPoint());
    }

    [Fact]
    public void SubgroupGeneratorsHaveTheirOrder()
    {
        for (int log = 1; log <= 31; log++)
        {
            CirclePoint<M31> point = CirclePointIndex.SubgroupGenerator(log).ToPoint();
            Assert.Equal(CirclePoint<M31>.Identity, point.Double(log));
            Assert.NotEqual(CirclePoint<M31>.Identity, point.Double(log - 1));
        }
    }

    private static HashSet<CirclePoint<M31>> Points(Coset coset) =>
        [.. Enumerable.Range(0, (int)coset.Size).Select(k => coset.At((uint)k))];
}
