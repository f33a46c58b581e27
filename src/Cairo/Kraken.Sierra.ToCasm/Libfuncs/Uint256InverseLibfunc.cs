using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for the inverse of b modulo n: r with r * b = k * n + 1, or g, s, t with b = g * s and n = g * t.</summary>
internal static class Uint256InverseLibfunc
{
    private static readonly BigInteger Limit = Uint256Libfuncs.Limit;

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("u256_guarantee_inv_mod_n", Emit),
    ];

    public static Emission Emit(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 6);
        (Var b0, Var b1) = ArrayLibfuncs.Array(context, c, 1);
        (Var n0, Var n1) = ArrayLibfuncs.Array(context, c, 2);
        Var[] advice = RangeValidation.Cells(c, 6);
        c.Hint(new U256InvModN(
            c.In(b0), c.In(b1), c.In(n0), c.In(n1),
            c.Out(advice[0]), c.Out(advice[1]), c.Out(advice[2]), c.Out(advice[3]), c.Out(advice[4]), c.Out(advice[5])));
        c.JumpIfNotZero(advice[0], "NoInverse");
        Var[][] inverse = ProveInverse(c, rangeCheck, b0, b1, n0, n1, advice[2..]);
        c.Jump("Done");
        c.Label("NoInverse");
        Var[][] factors = ProveFactor(c, rangeCheck, b0, b1, n0, n1, advice);
        c.Jump("Refused");
        c.Label("Done");
        return context.Finish(
            c, InvocationContext.Falls([[rangeCheck], .. inverse]), InvocationContext.Leaves("Refused", [[rangeCheck], .. factors]));
    }

    private static Var[][] ProveInverse(CasmBuilder c, Var rangeCheck, Var b0, Var b1, Var n0, Var n1, Var[] advice)
    {
        (Var r0, Var r1, Var k0, Var k1) = (advice[0], advice[1], advice[2], advice[3]);
        foreach (Var limb in advice)
        {
            c.Write(rangeCheck, limb);
        }

        CheckBelowModulus(c, rangeCheck, r0, r1, n0, n1);
        Product r0b0 = Product.Create(c, r0, b0);
        Product r0b1 = Product.Create(c, r0, b1);
        Product r1b0 = Product.Create(c, r1, b0);
        Product r1b1 = Product.Create(c, r1, b1);
        Product n0k0 = Product.Create(c, n0, k0);
        Product n0k1 = Product.Create(c, n0, k1);
        Product n1k0 = Product.Create(c, n1, k0);
        Product n1k1 = Product.Create(c, n1, k1);
        Var low = c.Temp(c.Temp(n0k0.Low + 1) - r0b0.Low);
        Var carry = c.Temp(low / Limit);
        c.Assert(carry, carry * carry);
        carry = Carry(c, rangeCheck, n0k0.High, carry, [n0k1.Low, n1k0.Low], [r0b0.High, r0b1.Low, r1b0.Low]);
        carry = Carry(c, rangeCheck, n0k1.High, carry, [n1k0.High, n1k1.Low], [r1b0.High, r0b1.High, r1b1.Low]);
        c.Assert(r1b1.High, n1k1.High + carry);
        return
        [
            [r0, r1], r0b0.Guarantee, r0b1.Guarantee, r1b0.Guarantee, r1b1.Guarantee,
            n0k0.Guarantee, n0k1.Guarantee, n1k0.Guarantee, n1k1.Guarantee,
        ];
    }

    private static void CheckBelowModulus(CasmBuilder c, Var rangeCheck, Var r0, Var r1, Var n0, Var n1)
    {
        Var high = c.Temp(n1 - r1);
        c.AddAp(18);
        Var low = c.Temp();
        Var lowMinusOne = c.Temp();
        c.JumpIfNotZero(high, "HighDiffers");
        c.Assert(low, n0 - r0);
        c.Assert(lowMinusOne, low - 1);
        c.Write(rangeCheck, lowMinusOne);
        c.Jump("Compared");
        c.Label("HighDiffers");
        c.Write(rangeCheck, high);
        c.Label("Compared");
    }

    // The carry of a limb: (first + carry + added - subtracted) / 2^128, proved to be a 16-bit signed integer.
    private static Var Carry(CasmBuilder c, Var rangeCheck, Var first, Var carry, Var[] added, Var[] subtracted)
    {
        Var sum = c.Temp(first + carry);
        foreach (Var part in added)
        {
            sum = c.Temp(sum + part);
        }

        foreach (Var part in subtracted)
        {
            sum = c.Temp(sum - part);
        }

        Var result = c.Temp(sum / Limit);
        c.Write(rangeCheck, c.Temp(result - short.MinValue));
        c.Write(rangeCheck, c.Temp(result + (Limit - 1 - short.MaxValue)));
        return result;
    }

    private static Var[][] ProveFactor(CasmBuilder c, Var rangeCheck, Var b0, Var b1, Var n0, Var n1, Var[] advice)
    {
        (Var g0, Var g1, Var s0, Var s1, Var t0, Var t1) = (advice[0], advice[1], advice[2], advice[3], advice[4], advice[5]);
        foreach (Var limb in advice)
        {
            c.Write(rangeCheck, limb);
        }

        Var g0MinusOne = c.Temp();
        c.JumpIfNotZero(g1, "FactorIsValid");
        c.Assert(g0MinusOne, g0 - 1);
        c.JumpIfNotZero(g0MinusOne, "FactorIsValid");
        c.Assert(n1, c.Const(0));
        c.Assert(n0, c.Const(1));
        c.Label("FactorIsValid");
        Var g0s0High = HighHalf(c, g0, s0, b0);
        Var g0t0High = HighHalf(c, g0, t0, n0);
        Var gs1 = c.Temp();
        Var gt1 = c.Temp();
        Var smallSum = c.Temp();
        c.JumpIfNotZero(g1, "OthersAreSmall");
        c.Assert(gs1, s1 * g0);
        c.Assert(gt1, t1 * g0);
        SmallSum(c, g0, s1, t1, smallSum, "FactorIsSmall");
        c.Jump("Merge");
        c.Label("OthersAreSmall");
        c.Assert(gs1, s0 * g1);
        c.Assert(gt1, t0 * g1);
        c.Assert(s1, c.Const(0));
        c.Assert(t1, c.Const(0));
        SmallSum(c, g1, s0, t0, smallSum, "HighFactorIsSmall");
        c.Label("Merge");
        c.Write(rangeCheck, c.Temp(smallSum + (Limit - (BigInteger.One << 65))));
        c.Assert(b1, gs1 + g0s0High);
        c.Assert(n1, gt1 + g0t0High);
        return [[g0, s0, g0s0High, b0], [g0, t0, g0t0High, n0]];
    }

    private static Var HighHalf(CasmBuilder c, Var left, Var right, Var low)
    {
        Var high = c.Temp();
        c.Hint(new WideMul128(c.In(left), c.In(right), c.Out(high), c.Out(low)));
        return high;
    }

    // Either the factor is below 2^64, or both cofactors are.
    private static void SmallSum(CasmBuilder c, Var factor, Var s, Var t, Var smallSum, string label)
    {
        Var isSmall = c.Temp();
        c.Hint(new TestLessThan(c.In(factor), c.In(c.Const(Uint256Libfuncs.HalfLimit)), c.Out(isSmall)));
        c.JumpIfNotZero(isSmall, label);
        c.Assert(smallSum, s + t);
        c.Jump("Merge");
        c.Label(label);
        c.Assert(smallSum, factor);
    }
}

/// <summary>A product of two 128-bit limbs, to be proved by a guarantee.</summary>
/// <param name="Left">The left factor.</param>
/// <param name="Right">The right factor.</param>
/// <param name="Low">The low half.</param>
/// <param name="High">The high half.</param>
internal sealed record Product(Var Left, Var Right, Var Low, Var High)
{
    /// <summary>The cells of the guarantee.</summary>
    public Var[] Guarantee => [Left, Right, High, Low];

    public static Product Create(CasmBuilder c, Var left, Var right)
    {
        (Var low, Var high) = Uint256Libfuncs.WideProduct(c, left, right);
        return new Product(left, right, low, high);
    }
}
