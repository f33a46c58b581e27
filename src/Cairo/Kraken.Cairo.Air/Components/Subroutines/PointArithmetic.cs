using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Hints;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>Additions and doublings on the Stark curve by slopes; coordinates are 28 range-checked limbs.</summary>
internal static class PointArithmetic
{
    /// <summary>The sum of two points with different x.</summary>
    public static (Expr[] X, Expr[] Y) AddPoints(this AirBuilder b, Expr[] x1, Expr[] y1, Expr[] x2, Expr[] y2)
    {
        Expr[] values = b.Call(PointSumHint.Instance, [.. x1, .. y1, .. x2, .. y2]);
        Expr[] slope = b.DeduceLimbs(values, 0, "slope");
        b.VerifyFeltProduct(slope, Subtract(x2, x1), Subtract(y2, y1));
        return Finish(b, values, slope, x1, y1, x2);
    }

    /// <summary>Twice a point with y other than zero.</summary>
    public static (Expr[] X, Expr[] Y) DoublePoint(this AirBuilder b, Expr[] x, Expr[] y)
    {
        Expr[] square = b.MultiplyFelts(x, x);
        Expr[] denominator = b.AddFelts(y, y);
        Expr[] values = b.Call(PointDoubleHint.Instance, [.. x, .. y]);
        Expr[] slope = b.DeduceLimbs(values, 0, "slope");
        Expr[] numerator = [.. square.Select((limb, i) => (limb * 3) + (i == 0 ? 1 : 0))];
        b.VerifyFeltProduct(slope, denominator, numerator);
        return Finish(b, values, slope, x, y, x);
    }

    /// <summary>x = slope^2 - x1 - x2, y = slope (x1 - x) - y1.</summary>
    private static (Expr[] X, Expr[] Y) Finish(AirBuilder b, Expr[] values, Expr[] slope, Expr[] x1, Expr[] y1, Expr[] x2)
    {
        Expr[] x = b.DeduceLimbs(values, 1, "result_x");
        b.VerifyFeltProduct(slope, slope, Add(Add(x1, x2), x));
        Expr[] y = b.DeduceLimbs(values, 2, "result_y");
        b.VerifyFeltProduct(slope, Subtract(x1, x), Add(y1, y));
        return (x, y);
    }

    private static Expr[] DeduceLimbs(this AirBuilder b, Expr[] values, int index, string name)
    {
        Expr[] limbs = b.Deduce(values[(index * FeltLimbs.Count)..((index + 1) * FeltLimbs.Count)], name);
        b.RangeCheckLimbs(limbs);
        return limbs;
    }

    private static Expr[] Add(IReadOnlyList<Expr> left, IReadOnlyList<Expr> right) => [.. left.Select((limb, i) => limb + right[i])];

    private static Expr[] Subtract(IReadOnlyList<Expr> left, IReadOnlyList<Expr> right) => [.. left.Select((limb, i) => limb - right[i])];
}
