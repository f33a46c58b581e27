using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for u512: dividend = quotient * divisor + remainder by limbs of 128 bits, the divisor having two.</summary>
internal static class Uint512Libfuncs
{
    private static readonly BigInteger Limit = Uint256Libfuncs.Limit;

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("u512_safe_divmod_by_u256", DivMod),
    ];

    public static Emission DivMod(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 9);
        Var[] dividend = context.Derefs(c, 1);
        (Var divisor0, Var divisor1) = ArrayLibfuncs.Array(context, c, 2);
        Var[] q = RangeValidation.Cells(c, 4);
        Var[] r = RangeValidation.Cells(c, 2);
        c.Hint(new Uint512DivModByUint256(
            c.In(dividend[0]), c.In(dividend[1]), c.In(dividend[2]), c.In(dividend[3]), c.In(divisor0), c.In(divisor1),
            c.Out(q[0]), c.Out(q[1]), c.Out(q[2]), c.Out(q[3]), c.Out(r[0]), c.Out(r[1])));
        foreach (Var limb in (Var[])[.. q, .. r])
        {
            c.Write(rangeCheck, limb);
        }

        CheckRemainder(c, rangeCheck, divisor0, divisor1, r);
        Product q0d0 = Product.Create(c, q[0], divisor0);
        Product q1d0 = Product.Create(c, q[1], divisor0);
        Product q0d1 = Product.Create(c, q[0], divisor1);
        Product q1d1 = Product.Create(c, q[1], divisor1);
        Product q2d0 = Product.Create(c, q[2], divisor0);
        Var low = c.Temp(c.Temp(q0d0.Low + r[0]) - dividend[0]);
        Var carry = c.Temp(low / Limit);
        c.Assert(carry, carry * carry);
        carry = Carry(c, rangeCheck, carry, [q0d0.High, q1d0.Low, q0d1.Low, r[1]], dividend[1]);
        carry = Carry(c, rangeCheck, carry, [q1d0.High, q0d1.High, q1d1.Low, q2d0.Low], dividend[2]);
        Var small = c.Temp();
        Var large = c.Temp();
        Uint256Libfuncs.OrderFactors(c, q[3], divisor1, q[2], divisor0, small, large, "");
        c.Write(rangeCheck, c.Temp(small + (Limit - Uint256Libfuncs.HalfLimit)));
        Var product = c.Temp(small * large);
        Var upper = c.Temp(c.Temp(carry + q2d0.High) + q1d1.High);
        c.Assert(dividend[3], upper + product);
        return context.FinishStraight(
            c, [[rangeCheck], q, r, q0d0.Guarantee, q0d1.Guarantee, q1d0.Guarantee, q1d1.Guarantee, q2d0.Guarantee]);
    }

    private static void CheckRemainder(CasmBuilder c, Var rangeCheck, Var divisor0, Var divisor1, Var[] remainder)
    {
        Var high = c.Temp(divisor1 - remainder[1]);
        c.AddAp(12);
        Var low = c.Temp();
        Var lowMinusOne = c.Temp();
        c.JumpIfNotZero(high, "HighDiffers");
        c.Assert(low, divisor0 - remainder[0]);
        c.Assert(lowMinusOne, low - 1);
        c.Write(rangeCheck, lowMinusOne);
        c.Jump("Compared");
        c.Label("HighDiffers");
        c.Write(rangeCheck, high);
        c.Label("Compared");
    }

    // A limb's carry is at most 4 - 1, as four products and a carry are added.
    private static Var Carry(CasmBuilder c, Var rangeCheck, Var carry, Var[] parts, Var limb)
    {
        Var sum = carry;
        foreach (Var part in parts)
        {
            sum = c.Temp(sum + part);
        }

        Var result = c.Temp(c.Temp(sum - limb) / Limit);
        c.Write(rangeCheck, result);
        c.Write(rangeCheck, c.Temp(result + (Limit - 4)));
        return result;
    }
}
