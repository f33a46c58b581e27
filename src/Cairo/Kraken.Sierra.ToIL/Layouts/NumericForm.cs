using System.Numerics;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Layouts;

/// <summary>How the values of a numeric range are held: the narrowest kind that takes them all.</summary>
/// <param name="Kind">The kind of slot.</param>
/// <param name="IsSigned">Whether the slot is read as two's complement; false for field elements.</param>
internal readonly record struct NumericForm(SlotKind Kind, bool IsSigned)
{
    /// <summary>The form of a range.</summary>
    internal static NumericForm Of(IntegerRange range)
    {
        if (Fits(range, 64) is { } narrow)
        {
            return new NumericForm(SlotKind.Int64, narrow);
        }

        return Fits(range, 128) is { } wide ? new NumericForm(SlotKind.UInt128, wide) : new NumericForm(SlotKind.Felt, false);
    }

    // Null when the range does not fit; else whether it takes a sign.
    private static bool? Fits(IntegerRange range, int bits)
    {
        BigInteger half = BigInteger.One << (bits - 1);
        if (range.Lower.Sign >= 0)
        {
            return range.Upper <= half * 2 ? false : null;
        }

        return range.Lower >= -half && range.Upper <= half ? true : null;
    }
}
