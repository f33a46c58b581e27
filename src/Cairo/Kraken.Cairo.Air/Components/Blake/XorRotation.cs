using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Blake;

/// <summary>
/// (a xor b) rotated right by r: both words are split into parts of r, 16 - r, r, 16 - r bits (8 each for r = 16), which the
/// tables xor, and the parts are put together rotated.
/// </summary>
internal static class XorRotation
{
    public static Word XorRotate(this AirBuilder b, Word x, Word y, int rotation)
    {
        int split = rotation == 16 ? 8 : rotation;
        Relation[] tables = Tables(split);
        ((Expr x0, Expr x1), (Expr x2, Expr x3)) = (b.SplitHalf(x.Low, split), b.SplitHalf(x.High, split));
        ((Expr y0, Expr y1), (Expr y2, Expr y3)) = (b.SplitHalf(y.Low, split), b.SplitHalf(y.High, split));
        Expr p0 = b.Xor(tables[0], x0, y0);
        Expr p1 = b.Xor(tables[1], x1, y1);
        Expr p2 = b.Xor(tables[2], x2, y2);
        Expr p3 = b.Xor(tables[3], x3, y3);
        return rotation == 16
            ? new(p2 + (p3 * (1 << 8)), p0 + (p1 * (1 << 8)))
            : new(p1 + (p2 * (1 << (16 - split))), p3 + (p0 * (1 << (16 - split))));
    }

    private static Relation[] Tables(int split)
    {
        (Relation first, Relation second) = split switch
        {
            7 => (TableRelations.Xor7, TableRelations.Xor9),
            12 => (TableRelations.Xor12, TableRelations.Xor4),
            _ => (TableRelations.Xor8[0], TableRelations.Xor8[0]),
        };
        return split == 8 ? [first, second, TableRelations.Xor8[1], TableRelations.Xor8[1]] : [first, second, first, second];
    }
}
