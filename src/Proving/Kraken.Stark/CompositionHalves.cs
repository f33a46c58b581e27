using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark;

/// <summary>
/// The composition polynomial of degree 2^(M+1) is committed as two halves of 2^M coefficients, f = left + pi^(M-1)(x) right, each as four
/// coordinate polynomials. It is the constraints' combination divided by the vanishing polynomial of the largest domain.
/// </summary>
public static class CompositionHalves
{
    /// <summary>The constraints' combination that the sampled halves stand for, f(Z) V(Z).</summary>
    /// <param name="sampled">The samples of the eight columns, one each.</param>
    /// <param name="point">The out-of-domain point Z.</param>
    /// <param name="maxLogSize">M, log2 of the rows of the largest component.</param>
    public static QM31 Numerator(QM31[][] sampled, CirclePoint<QM31> point, int maxLogSize)
    {
        QM31 factor = Projection.Apply(point.X, maxLogSize - 1);
        QM31 left = QM31.FromPartialEvaluations(sampled[0][0], sampled[1][0], sampled[2][0], sampled[3][0]);
        QM31 right = QM31.FromPartialEvaluations(sampled[4][0], sampled[5][0], sampled[6][0], sampled[7][0]);
        return (left + (factor * right)) * factor;
    }
}
