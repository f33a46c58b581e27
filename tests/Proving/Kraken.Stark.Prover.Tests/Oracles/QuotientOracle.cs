using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Tests.Oracles;

/// <summary>The quotient of one sample at one point of the domain, by its formula.</summary>
internal static class QuotientOracle
{
    /// <summary>(c f(D) - a D.y - b) over the denominator, with the line through the sample and its conjugate.</summary>
    /// <param name="point">Where the column was sampled.</param>
    /// <param name="value">Its value there.</param>
    /// <param name="opened">Its value at the point of the domain.</param>
    /// <param name="at">The point of the domain.</param>
    public static QM31 Quotient(CirclePoint<QM31> point, QM31 value, M31 opened, CirclePoint<M31> at)
    {
        QM31 a = value.Conjugate() - value;
        QM31 c = point.Y.Conjugate() - point.Y;
        QM31 b = (value * point.Y.Conjugate()) - (value.Conjugate() * point.Y);
        CM31 denominator = ((point.X.X0 - at.X) * point.Y.X1) - ((point.Y.X0 - at.Y) * point.X.X1);
        return ((c * opened) - (a * at.Y) - b) * denominator.Inverse();
    }
}
