using System.Collections.Generic;
using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>
/// Felts of small magnitude, in [-2^29 - 1, 2^29 - 1], as one field element. A negative value v is P + v: limb 27 is 0x100, limb 21 is 0x88
/// or 0x87, and the limbs between 3 and 21 are all ones exactly where the subtraction borrowed.
/// </summary>
internal static class SmallValues
{
    private const int WholeLimbs = FeltLimbs.AddressBits / FeltLimbs.Bits;

    /// <summary>The limbs that depend on the sign alone, and the two sign bits.</summary>
    internal readonly record struct Sign(Expr Msb, Expr MidLimbsSet)
    {
        public Expr LimbThreeHigh => MidLimbsSet * 0x1fc;

        public Expr MidLimb => MidLimbsSet * 0x1ff;

        public Expr LimbTwentyOne => (Msb * 0x88) - MidLimbsSet;

        public Expr LastLimb => Msb * 0x100;
    }

    /// <summary>Reads a small value; returns it with its id.</summary>
    public static (Expr Value, Expr Id) ReadSmall(this AirBuilder b, Expr address, string name)
    {
        Expr id = b.ReadId(address, name);
        Expr[] value = b.PeekValue(id);
        Sign sign = b.DecodeSign(value);
        Expr[] low = b.Deduce(value[..WholeLimbs], name + "_limb");
        Expr remainder = b.Deduce(value[WholeLimbs] & 3, "remainder_bits");
        b.RangeCheckTwoBits(remainder, 1);

        List<Expr> expected = [.. low, remainder + sign.LimbThreeHigh];
        while (expected.Count < 21)
        {
            expected.Add(sign.MidLimb);
        }

        expected.AddRange([sign.LimbTwentyOne, 0, 0, 0, 0, 0, sign.LastLimb]);
        b.VerifyValueOfId(id, expected);
        return (Value(low, remainder, sign), id);
    }

    /// <summary>Where the condition is not zero, constrains limbs in the trace to be an address; returns it.</summary>
    public static Expr AsAddressIf(this AirBuilder b, IReadOnlyList<Expr> value, Expr condition)
    {
        b.Constrain(condition * value.Sum(WholeLimbs + 1, FeltLimbs.Count - 1));
        b.RangeCheckTwoBits(value[WholeLimbs], condition);
        return value.Combine(FeltLimbs.AddressBits);
    }

    /// <summary>Where the condition is not zero, constrains limbs in the trace to be a small value; returns it.</summary>
    public static Expr AsSmallIf(this AirBuilder b, IReadOnlyList<Expr> value, Expr condition)
    {
        Sign sign = b.DecodeSign(value);
        Expr remainder = value[WholeLimbs] - sign.LimbThreeHigh;
        b.RangeCheckTwoBits(remainder, condition);
        b.Constrain(condition * (value.Sum(4, 20) - (sign.MidLimb * 17)));
        b.Constrain(condition * (value[21] - sign.LimbTwentyOne));
        b.Constrain(condition * value.Sum(22, 26));
        b.Constrain(condition * (value[27] - sign.LastLimb));
        return Value(value, remainder, sign);
    }

    /// <summary>Checks that a value linear in the columns is an address: below 2^29.</summary>
    public static void RangeCheckAddress(this AirBuilder b, Expr value)
    {
        Expr low = b.Deduce(value & 0x7ff, "range_check_29_bot11bits");
        b.Use(TableRelations.RangeCheck18[0], (value - low).DividedBy(1 << 11));
        b.Use(TableRelations.RangeCheck11, low);
    }

    private static Sign DecodeSign(this AirBuilder b, IReadOnlyList<Expr> value)
    {
        Expr msb = b.Deduce(value[27].IsEqualTo(0x100), "msb");
        Expr mid = b.Deduce(value[20].IsEqualTo(0x1ff) & msb, "mid_limbs_set");
        b.Constrain(msb * (msb - 1));
        b.Constrain(mid * (mid - 1));
        b.Constrain(mid * (msb - 1));
        return new(msb, mid);
    }

    private static Expr Value(IReadOnlyList<Expr> low, Expr remainder, Sign sign)
    {
        Expr[] limbs = [low[0], low[1], low[2], remainder];
        return limbs.Combine(FeltLimbs.AddressBits) - sign.Msb - (sign.MidLimbsSet * (1 << FeltLimbs.AddressBits));
    }
}
