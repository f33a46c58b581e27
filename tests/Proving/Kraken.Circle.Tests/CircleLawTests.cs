using System;
using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Circle.Tests;

/// <summary>The laws that hold without vectors.</summary>
public sealed class CircleLawTests
{
    private static readonly CirclePoint<QM31> OutOfDomain = CircleGroup.FromParameter(new QM31(3, 1, 4, 15));

    [Fact]
    public void GeneratorHasOrderTwoToThe31()
    {
        Assert.NotEqual(CirclePoint<M31>.Identity, CircleGroup.Generator.Double(30));
        Assert.Equal(CirclePoint<M31>.Identity, CircleGroup.Generator.Double(31));
    }

    [Fact]
    public void PointOfIndexIsAHomomorphism()
    {
        Random random = new(1);
        for (int i = 0; i < 100; i++)
        {
            CirclePointIndex a = new((uint)random.NextInt64(1L << 31));
            CirclePointIndex b = new((uint)random.NextInt64(1L << 31));
            Assert.Equal((a + b).ToPoint(), a.ToPoint() + b.ToPoint());
            Assert.Equal((-a).ToPoint(), -a.ToPoint());
            Assert.Equal((a - b).ToPoint(), a.ToPoint() - b.ToPoint());
        }
    }

    [Fact]
    public void ParametrisedPointsLieOnTheCircle() =>
        Assert.Equal(QM31.One, (OutOfDomain.X * OutOfDomain.X) + (OutOfDomain.Y * OutOfDomain.Y));

    [Fact]
    public void VanishingPolynomialIsZeroExactlyOnItsCoset()
    {
        CanonicCoset coset = new(5);
        Assert.All(Enumerable.Range(0, 32), k => Assert.True(coset.EvaluateVanishing(coset.Coset.At((uint)k)).IsZero));
        Assert.False(coset.EvaluateVanishing(new CanonicCoset(6).Coset.At(0)).IsZero);
        Assert.False(coset.EvaluateVanishing(OutOfDomain).IsZero);
    }

    [Fact]
    public void CosetOrderVisitsTheDomainInSteps()
    {
        const int LogSize = 6;
        CanonicCoset coset = new(LogSize);
        for (uint k = 0; k < 1U << LogSize; k++)
        {
            Assert.Equal(coset.Coset.IndexAt(k), coset.CircleDomain.IndexAt(CosetOrder.ToDomain(k, LogSize)));
            Assert.Equal(k, CosetOrder.FromDomain(CosetOrder.ToDomain(k, LogSize), LogSize));
            uint slot = CosetOrder.ToSlot(k, LogSize);
            Assert.Equal(k, CosetOrder.FromSlot(slot, LogSize));
            uint previous = CosetOrder.PreviousSlot(slot, LogSize);
            Assert.Equal(coset.CircleDomain.AtSlot(slot), coset.CircleDomain.AtSlot(previous) + coset.StepIndex.ToPoint());
        }
    }

    [Fact]
    public void EvaluationAtAPointAgreesWithTheFft()
    {
        for (int logSize = 1; logSize <= 7; logSize++)
        {
            M31[] coefficients = RandomElements(logSize);
            M31[] values = CircleFft.Extend(coefficients, 0, new TwiddleTree(logSize));
            CircleDomain domain = new CanonicCoset(logSize).CircleDomain;
            for (uint slot = 0; slot < domain.Size; slot++)
            {
                Assert.Equal(values[slot], CirclePolynomial.EvaluateAt(coefficients, CircleGroup.ToSecure(domain.AtSlot(slot))));
            }
        }
    }

    [Fact]
    public void InterpolationInvertsEvaluationAtEverySizeOfATree()
    {
        TwiddleTree twiddles = new(10);
        for (int logSize = 1; logSize <= 10; logSize++)
        {
            M31[] coefficients = RandomElements(logSize);
            M31[] values = CircleFft.Extend(coefficients, 0, twiddles);
            CircleFft.Interpolate(values, twiddles);
            Assert.Equal(coefficients, values);
        }
    }

    [Fact]
    public void BitReversalIsAnInvolution()
    {
        int[] values = [.. Enumerable.Range(0, 64)];
        BitReversal.Permute<int>(values);
        Assert.Equal(32, values[1]);
        BitReversal.Permute<int>(values);
        Assert.Equal(Enumerable.Range(0, 64), values);
        Assert.Equal(0x8000_0000U, BitReversal.Reverse(1, 32));
    }

    private static M31[] RandomElements(int logSize)
    {
        Random random = new(logSize);
        return [.. Enumerable.Range(0, 1 << logSize).Select(_ => M31.FromCanonical((uint)random.Next(int.MaxValue)))];
    }
}
