using System.Numerics;

namespace Kraken.Curves;

/// <summary>A point of a <see cref="SecpCurve"/>, affine; (0, 0), the default, which lies on neither curve, is infinity.</summary>
/// <param name="X">The x coordinate, below the prime.</param>
/// <param name="Y">The y coordinate, below the prime.</param>
public readonly record struct SecpPoint(BigInteger X, BigInteger Y)
{
    /// <summary>Whether it is the neutral element.</summary>
    public bool IsInfinity => X.IsZero && Y.IsZero;
}
