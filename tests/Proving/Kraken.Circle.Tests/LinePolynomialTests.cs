using System;
using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Circle.Tests;

/// <summary>Polynomials on line domains.</summary>
public sealed class LinePolynomialTests
{
    [Fact]
    public void TheBasisIsProductsOfDoublings()
    {
        M31 x = 12345;
        M31 pi = CirclePoint<M31>.DoubleX(x);
        QM31[] natural = [new(1, 2, 3, 4), new(5, 6, 7, 8), new(9, 10, 11, 12), new(13, 14, 15, 16)];
        QM31 expected = natural[0] + (natural[1] * x) + (natural[2] * pi) + (natural[3] * (x * pi));
        Assert.Equal(expected, LinePolynomial.EvaluateAt([natural[0], natural[2], natural[1], natural[3]], x));
        Assert.Equal(natural[1], LinePolynomial.EvaluateAt([natural[1]], x));
    }

    [Fact]
    public void InterpolationInvertsEvaluation()
    {
        Random random = new(4);
        for (int log = 0; log <= 8; log++)
        {
            QM31[] coefficients = [.. Enumerable.Range(0, 1 << log).Select(_ => new QM31(random.Next(), random.Next(), random.Next(), 7))];
            LineDomain domain = LineDomain.HalfOdds(log);
            QM31[] values = [.. coefficients.Select((_, slot) => LinePolynomial.EvaluateAt(coefficients, domain.AtSlot((uint)slot)))];
            LinePolynomial.Interpolate(values, domain);
            Assert.Equal(coefficients, values);
        }
    }

    [Fact]
    public void OtherLengthsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => LinePolynomial.EvaluateAt(new QM31[3], 1));
        Assert.Throws<ArgumentException>(() => LinePolynomial.Interpolate(new QM31[4], LineDomain.HalfOdds(3)));
    }
}
