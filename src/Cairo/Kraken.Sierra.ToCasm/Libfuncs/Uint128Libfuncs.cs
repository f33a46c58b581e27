using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for u128.</summary>
internal static class Uint128Libfuncs
{
    private static readonly BigInteger Limit = IntegerRange.UInt128Limit;
    private static readonly BigInteger HalfLimit = BigInteger.One << 64;

    // P = MaxHigh * 2^128 + 1, so that a canonical element has a high part of at most MaxHigh, and with that part a low part of zero.
    private static readonly BigInteger MaxHigh = BigInteger.Parse("10633823966279327296825105735305134080", CultureInfo.InvariantCulture);

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("u128s_from_felt252", FromFelt), new("u128_guarantee_mul", GuaranteeMul),
        new("u128_mul_guarantee_verify", MulGuaranteeVerify), new("u128_byte_reverse", ByteReverse),
    ];

    public static Emission OverflowingAdd(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 0);
        Var a = context.Deref(c, 1);
        Var b = context.Deref(c, 2);
        Var fits = c.Temp();
        Var sum = c.Temp(a + b);
        Var limit = c.Const(Limit);
        c.Hint(new TestLessThan(c.In(sum), c.In(limit), c.Out(fits)));
        c.JumpIfNotZero(fits, "Fits");
        Var wrapped = c.Temp(sum - limit);
        c.Write(rangeCheck, wrapped);
        c.Jump("Overflow");
        c.Label("Fits");
        c.Write(rangeCheck, sum);
        return context.Finish(
            c, InvocationContext.Falls([rangeCheck], [sum]), InvocationContext.Leaves("Overflow", [rangeCheck], [wrapped]));
    }

    public static Emission GuaranteeMul(InvocationContext context)
    {
        CasmBuilder c = new();
        Var a = context.Deref(c, 0);
        Var b = context.Deref(c, 1);
        Var high = c.Temp();
        Var low = c.Temp();
        c.Hint(new WideMul128(c.In(a), c.In(b), c.Out(high), c.Out(low)));
        c.AddAp(2);
        return context.FinishStraight(c, [[high], [low], [a, b, high, low]]);
    }

    public static Emission MulGuaranteeVerify(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 8);
        Var[] guarantee = context.Derefs(c, 1);
        (Var a, Var b, Var high, Var low) = (guarantee[0], guarantee[1], guarantee[2], guarantee[3]);
        Var half = c.Const(HalfLimit);
        BigInteger halfFix = Limit - HalfLimit;
        Var a0 = c.Temp();
        Var a1 = c.Temp();
        c.Hint(new DivMod(c.In(a), c.In(half), c.Out(a1), c.Out(a0)));
        CheckHalves(c, rangeCheck, c.Temp(a0 + halfFix), a0, a1);
        Var a1Shifted = c.Temp(a1 * half);
        c.Assert(a, a1Shifted + a0);
        Var a0b = c.Temp(a0 * b);
        Var a1b = c.Temp(a1 * b);
        Var upper = c.Temp();
        Var bottom = c.Temp();
        c.Hint(new DivMod(c.In(a1b), c.In(half), c.Out(upper), c.Out(bottom)));
        CheckHalves(c, rangeCheck, c.Temp(bottom + halfFix), bottom, upper);
        Var upperShifted = c.Temp(upper * half);
        c.Assert(a1b, upperShifted + bottom);
        Var bottomShifted = c.Temp(bottom * half);
        Var carry = c.Temp();
        Var carryFixed = c.Temp();
        Var carryShifted = c.Temp();
        Var lower = c.Temp();
        c.Assert(lower, a0b + bottomShifted);
        Var limit = c.Const(Limit);
        c.Hint(new DivMod(c.In(lower), c.In(limit), c.Out(carry), c.Out(low)));
        c.Assert(carryFixed, carry + (Limit - (BigInteger.One << 65)));
        c.Write(rangeCheck, carryFixed);
        c.Write(rangeCheck, carry);
        c.Write(rangeCheck, low);
        c.Assert(carryShifted, carry * limit);
        c.Assert(lower, carryShifted + low);
        c.Assert(high, upper + carry);
        return context.FinishStraight(c, [[rangeCheck]]);
    }

    public static Emission FromFelt(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 3);
        Var value = context.Deref(c, 1);
        Var isSmall = c.Temp();
        Var limit = c.Const(Limit);
        c.Hint(new TestLessThan(c.In(value), c.In(limit), c.Out(isSmall)));
        c.JumpIfNotZero(isSmall, "Small");
        Var shifted = c.Temp();
        Var minusMax = c.Temp();
        Var bounded = c.Temp();
        Var high = c.Temp();
        Var low = c.Temp();
        c.Hint(new DivMod(c.In(value), c.In(limit), c.Out(high), c.Out(low)));
        c.Write(rangeCheck, high);
        c.Write(rangeCheck, low);
        c.Assert(shifted, high * limit);
        c.Assert(value, shifted + low);
        c.Assert(minusMax, high + -MaxHigh);
        c.JumpIfNotZero(minusMax, "NotMax");
        c.Assert(bounded, low + (Limit - 1));
        c.Jump("CheckBound");
        c.Label("NotMax");
        c.Assert(bounded, high + (Limit - MaxHigh));
        c.Label("CheckBound");
        c.Write(rangeCheck, bounded);
        c.JumpIfNotZero(high, "Wide");
        c.Fail();
        c.Label("Small");
        c.Write(rangeCheck, value);
        return context.Finish(
            c, InvocationContext.Falls([rangeCheck], [value]), InvocationContext.Leaves("Wide", [rangeCheck], [high], [low]));
    }

    // Swaps neighbours of 1, 2, 4 and 8 bytes in turn, moving the masked half up each time; one division at the end moves all down.
    public static Emission ByteReverse(InvocationContext context)
    {
        string[] masks =
        [
            "00ff00ff00ff00ff00ff00ff00ff00ff", "00ffff0000ffff0000ffff0000ffff00",
            "00ffffffff00000000ffffffff000000", "00ffffffffffffffff00000000000000",
        ];
        CasmBuilder c = new();
        Var value = context.Deref(c, 1);
        Var bitwise = context.Buffer(c, 0, 20);
        BigInteger shift = 1 << 16;
        foreach (string mask in masks)
        {
            c.Write(bitwise, value);
            c.Write(bitwise, c.Temp(c.Const(BigInteger.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
            Var and = c.TempNext(bitwise);
            c.Next(bitwise);
            c.Next(bitwise);
            Var shifted = c.Temp(and * (shift - 1));
            value = c.Temp(value + shifted);
            shift *= shift;
        }

        BigInteger inverse = -BigInteger.Parse("0800000000000011000000000000000000", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return context.FinishStraight(c, [[bitwise], [value * inverse]]);
    }

    private static void CheckHalves(CasmBuilder c, Var rangeCheck, Var shiftedLow, Var low, Var high)
    {
        c.Write(rangeCheck, shiftedLow);
        c.Write(rangeCheck, low);
        c.Write(rangeCheck, high);
    }
}
