using System;
using System.Runtime.CompilerServices;
using Kraken.Caching;
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

    // A node validates a transaction when it comes and executes it in its block, perhaps in several: the costly part of both, the check of
    // one signature, is the same. Multiples are about 250 bytes each: at a thousand transfers a second they last for ten seconds.
    private const int RecentCount = 1 << 15;

    private static readonly RecentResults<(AffinePoint Point, Felt Scalar), AffinePoint> RecentMultiples = new(RecentCount);
    private static readonly RecentResults<Felt, AffinePoint> RecentPoints = new(RecentCount);

    [ThreadStatic]
    private static SignatureMultiples? signature;

    /// <summary>Says which signature the next call on this thread will check, probably.</summary>
    internal static void Expect(in Felt message, EcdsaSignature expected) =>
        (signature ??= new SignatureMultiples()).Expect(message, expected);

    /// <summary>Whether a point is on the curve; infinity is not.</summary>
    [MethodImpl(Once)]
    internal static bool Contains(in Felt x, in Felt y) => y * y == StarkCurve.RightSide(x);

    /// <summary>The point of an x whose y is the smaller one.</summary>
    [MethodImpl(Once)]
    internal static bool TryFromX(in Felt x, out Felt y)
    {
        SignatureMultiples points = signature ??= new SignatureMultiples();
        if (RecentPoints.TryGet(x, out AffinePoint point))
        {
            points.Note(point);
        }
        else if (points.TryPointFromX(x, out point))
        {
            RecentPoints.Set(x, point);
        }
        else
        {
            y = default;
            return false;
        }

        y = point.Y;
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
        AffinePoint point = new(x, y);
        if (!RecentMultiples.TryGet((point, scalar), out AffinePoint multiple))
        {
            multiple = (signature ??= new SignatureMultiples()).Multiply(point, scalar);
            RecentMultiples.Set((point, scalar), multiple);
        }

        AffinePoint sum = new(sumX, sumY);
        AffinePoint result = sum.IsInfinity ? multiple : sum + multiple;
        (resultX, resultY) = (result.X, result.Y);
    }
}
