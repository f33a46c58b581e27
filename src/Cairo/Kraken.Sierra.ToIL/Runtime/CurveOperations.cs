using System.Runtime.CompilerServices;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>
/// The Stark curve; the point at infinity is (0, 0). The virtual machine starts a sum at a random point, so that no partial sum meets a
/// summand; here sums are complete and start at infinity.
/// </summary>
internal static class CurveOperations
{
    private const MethodImplOptions Once = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Whether a point is on the curve; infinity is not.</summary>
    [MethodImpl(Once)]
    internal static bool Contains(in Felt x, in Felt y) => y * y == StarkCurve.RightSide(x);

    /// <summary>The point of an x whose y is the smaller one.</summary>
    [MethodImpl(Once)]
    internal static bool TryFromX(in Felt x, out Felt y)
    {
        y = default;
        if (!StarkCurve.TryPointFromX(x, out AffinePoint point))
        {
            return false;
        }

        Felt other = -point.Y;
        y = point.Y < other ? point.Y : other;
        return true;
    }

    /// <summary>Adds a point to a sum.</summary>
    [MethodImpl(Once)]
    internal static void Add(in Felt sumX, in Felt sumY, in Felt x, in Felt y, out Felt resultX, out Felt resultY)
    {
        AffinePoint sum = new AffinePoint(sumX, sumY) + new AffinePoint(x, y);
        (resultX, resultY) = (sum.X, sum.Y);
    }

    /// <summary>Adds a multiple of a point to a sum.</summary>
    [MethodImpl(Once)]
    internal static void AddMultiple(
        in Felt sumX, in Felt sumY, in Felt scalar, in Felt x, in Felt y, out Felt resultX, out Felt resultY)
    {
        JacobianPoint sum = StarkCurve.Multiply(new AffinePoint(x, y), scalar);
        sum.Add(new AffinePoint(sumX, sumY));
        AffinePoint result = sum.ToAffine();
        (resultX, resultY) = (result.X, result.Y);
    }
}
