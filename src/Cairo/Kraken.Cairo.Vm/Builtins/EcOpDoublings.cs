using Kraken.Caching;
using Kraken.Curves;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>
/// Q, 2Q, 4Q, ... in affine form, kept for points that come again: the generator and the public keys of busy accounts. Shared by all
/// runs; safe for several threads.
/// </summary>
internal static class EcOpDoublings
{
    private const int Count = 252;

    // 16 KiB a point.
    private const int KeptPoints = 1024;
    private const int RememberedPoints = 1 << 14;

    private static readonly RecentResults<AffinePoint, AffinePoint[]> Kept = new(KeptPoints);
    private static readonly RecentResults<AffinePoint, bool> Seen = new(RememberedPoints);

    /// <summary>The doublings of a point; null for a point that was not seen before, for which they are not worth their price.</summary>
    public static AffinePoint[]? Of(in AffinePoint point)
    {
        if (Kept.TryGet(point, out AffinePoint[]? doublings))
        {
            return doublings;
        }

        if (!Seen.TryGet(point, out _))
        {
            Seen.Set(point, true);
            return null;
        }

        doublings = Compute(point);
        Kept.Set(point, doublings);
        return doublings;
    }

    private static AffinePoint[] Compute(in AffinePoint point)
    {
        JacobianPoint[] doubled = new JacobianPoint[Count];
        doubled[0] = new(point);
        for (int i = 1; i < Count; i++)
        {
            doubled[i] = doubled[i - 1].Double();
        }

        AffinePoint[] doublings = new AffinePoint[Count];
        JacobianPoint.ToAffine(doubled, doublings);
        return doublings;
    }
}
