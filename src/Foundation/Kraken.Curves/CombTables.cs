using System.Threading;

namespace Kraken.Curves;

/// <summary>
/// The tables of points that were multiplied lately, mostly keys of accounts. A fixed number of places, one for each point by its hash:
/// what comes later takes the place. Safe for several threads.
/// </summary>
internal static class CombTables
{
    // Tables of about 4 KiB: 16 MiB.
    private const int Places = 1 << 12;

    private static readonly CombTable?[] Tables = new CombTable?[Places];

    /// <summary>The table of a point of the curve, not infinity.</summary>
    public static CombTable Of(AffinePoint point)
    {
        ref CombTable? place = ref Tables[point.X.GetHashCode() & (Places - 1)];
        CombTable? table = Volatile.Read(ref place);
        if (table is null || table.Point != point)
        {
            table = new CombTable(point);
            Volatile.Write(ref place, table);
        }

        return table;
    }
}
