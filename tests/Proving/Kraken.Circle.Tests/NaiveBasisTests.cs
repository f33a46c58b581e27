using System;
using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Circle.Tests;

/// <summary>
/// The FFT and the evaluations against the basis written out: coefficient i times the product of the factors of its set bits.
/// </summary>
public sealed class NaiveBasisTests
{
    private static readonly CirclePoint<QM31> OutOfDomain = CircleGroup.FromParameter(new QM31(31, 41, 59, 26));

    [Fact]
    public void ValuesOfTheFftAreTheSums()
    {
        for (int log = 1; log <= 7; log++)
        {
            M31[] coefficients = Elements(log, log);
            M31[] values = [.. coefficients];
            CircleFft.Evaluate(values, new TwiddleTree(log));
            CircleDomain domain = new CanonicCoset(log).CircleDomain;
            for (uint slot = 0; slot < domain.Size; slot++)
            {
                Assert.Equal(Naive(coefficients, CircleGroup.ToSecure(domain.AtSlot(slot))), values[slot]);
            }
        }
    }

    [Fact]
    public void ValuesOutOfTheDomainAreTheSums()
    {
        for (int log = 0; log <= 9; log++)
        {
            M31[] coefficients = Elements(log, log);
            Assert.Equal(Naive(coefficients, OutOfDomain), CirclePolynomial.EvaluateAt(coefficients, OutOfDomain));
        }
    }

    /// <summary>Every basis polynomial alone: what the transform does to a unit vector.</summary>
    [Fact]
    public void UnitVectorsAreTheBasis()
    {
        const int Log = 5;
        TwiddleTree twiddles = new(Log);
        CircleDomain domain = new CanonicCoset(Log).CircleDomain;
        for (int i = 0; i < 1 << Log; i++)
        {
            M31[] unit = new M31[1 << Log];
            unit[i] = M31.One;
            CircleFft.Evaluate(unit, twiddles);
            Assert.All(unit, (value, slot) => Assert.Equal(Basis(i, CircleGroup.ToSecure(domain.AtSlot((uint)slot))), value));
            CircleFft.Interpolate(unit, twiddles);
            Assert.All(unit, (value, k) => Assert.Equal(k == i ? M31.One : M31.Zero, value));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void AnExtensionIsTheSamePolynomialOnTheLargerDomain(int blowup)
    {
        for (int log = 1; log <= 5; log++)
        {
            M31[] coefficients = Elements(log, 20 + log);
            M31[] values = CircleFft.Extend(coefficients, blowup, new TwiddleTree(log + blowup));
            CircleDomain domain = new CanonicCoset(log + blowup).CircleDomain;
            Assert.All(values, (value, slot) => Assert.Equal(Naive(coefficients, CircleGroup.ToSecure(domain.AtSlot((uint)slot))), value));

            // Its own coefficients are the ones it was made of, then zeros.
            CircleFft.Interpolate(values, new TwiddleTree(log + blowup));
            Assert.Equal(coefficients, values[..(1 << log)]);
            Assert.DoesNotContain(values[(1 << log)..], value => !value.IsZero);
        }
    }

    [Fact]
    public void LinePolynomialsAreTheirSums()
    {
        Random random = new(8);
        for (int log = 0; log <= 7; log++)
        {
            QM31[] natural = [.. Enumerable.Range(0, 1 << log).Select(_ => new QM31(random.Next(), random.Next(), 3, random.Next()))];
            QM31[] stored = [.. natural];
            BitReversal.Permute(stored.AsSpan());
            foreach (M31 x in (M31[])[0, 1, -1, 12345, M31.FromCanonical(M31.Modulus - 2)])
            {
                QM31 expected = QM31.Zero;
                for (int i = 0; i < natural.Length; i++)
                {
                    M31 factor = M31.One;
                    M31 power = x;
                    for (int bit = 0; bit < log; bit++, power = CirclePoint<M31>.DoubleX(power))
                    {
                        factor *= (i >> bit & 1) == 1 ? power : M31.One;
                    }

                    expected += natural[i] * factor;
                }

                Assert.Equal(expected, LinePolynomial.EvaluateAt(stored, x));
            }
        }
    }

    [Fact]
    public void OtherLengthsAreRefused()
    {
        TwiddleTree twiddles = new(3);
        foreach (int length in (int[])[0, 1, 3, 6, 16])
        {
            Assert.Throws<ArgumentException>(() => CircleFft.Interpolate(new M31[length], twiddles));
            Assert.Throws<ArgumentException>(() => CircleFft.Evaluate(new M31[length], twiddles));
        }

        Assert.Throws<ArgumentException>(() => CirclePolynomial.EvaluateAt(new M31[3], OutOfDomain));
        Assert.Throws<ArgumentException>(() => CirclePolynomial.EvaluateAt([], OutOfDomain));
        Assert.Throws<ArgumentException>(() => BitReversal.Permute<int>(new int[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwiddleTree(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwiddleTree(30));
    }

    private static QM31 Naive(M31[] coefficients, CirclePoint<QM31> point) =>
        coefficients.Select((coefficient, i) => Basis(i, point) * coefficient).Aggregate(QM31.Zero, (sum, term) => sum + term);

    /// <summary>y^b0 x^b1 pi(x)^b2 pi(pi(x))^b3 and so on.</summary>
    private static QM31 Basis(int index, CirclePoint<QM31> point)
    {
        QM31 product = (index & 1) == 1 ? point.Y : QM31.One;
        QM31 x = point.X;
        for (int bits = index >> 1; bits != 0; bits >>= 1)
        {
            product *= (bits & 1) == 1 ? x : QM31.One;
            x = (x * x * (M31)2) - QM31.One;
        }

        return product;
    }

    private static M31[] Elements(int log, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, 1 << log).Select(_ => M31.FromCanonical((uint)random.Next(int.MaxValue)))];
    }
}
