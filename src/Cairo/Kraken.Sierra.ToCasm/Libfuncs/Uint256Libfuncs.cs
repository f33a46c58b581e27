using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for u256: two limbs of 128 bits, the low one first.</summary>
internal static class Uint256Libfuncs
{
    internal static readonly BigInteger Limit = IntegerRange.UInt128Limit;
    internal static readonly BigInteger HalfLimit = BigInteger.One << 64;

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("u256_is_zero", IsZero), new("u256_safe_divmod", DivMod),
    ];

    public static Emission IsZero(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var low, Var high) = ArrayLibfuncs.Array(context, c, 0);
        c.JumpIfNotZero(low, "NonZero");
        c.JumpIfNotZero(high, "NonZero");
        return context.Finish(c, InvocationContext.Falls(), InvocationContext.Leaves("NonZero", [[low, high]]));
    }

    // dividend = quotient * divisor + remainder by limbs; of quotient1 and divisor1 one is zero, and the
    // product that is left fits 128 bits.
    public static Emission DivMod(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 5);
        (Var dividend0, Var dividend1) = ArrayLibfuncs.Array(context, c, 1);
        (Var divisor0, Var divisor1) = ArrayLibfuncs.Array(context, c, 2);
        Var quotient0 = c.Temp();
        Var quotient1 = c.Temp();
        Var remainder0 = c.Temp();
        Var remainder1 = c.Temp();
        c.Hint(new Uint256DivMod(
            c.In(dividend0), c.In(dividend1), c.In(divisor0), c.In(divisor1),
            c.Out(quotient0), c.Out(quotient1), c.Out(remainder0), c.Out(remainder1)));
        foreach (Var limb in (Var[])[quotient0, quotient1, remainder0, remainder1])
        {
            c.Write(rangeCheck, limb);
        }

        CheckRemainder(c, rangeCheck, divisor0, divisor1, remainder0, remainder1);
        (Var low, Var high) = WideProduct(c, quotient0, divisor0);
        Var sum = c.Temp(low + remainder0);
        Var carry = c.Temp(c.Temp(sum - dividend0) / Limit);
        c.Assert(carry, carry * carry);
        Var small = c.Temp();
        Var large = c.Temp();
        OrderFactors(c, quotient1, divisor1, quotient0, divisor0, small, large, "");
        c.Write(rangeCheck, c.Temp(small + (Limit - HalfLimit)));
        Var product = c.Temp(small * large);
        Var upper = c.Temp(c.Temp(carry + high) + remainder1);
        c.Assert(dividend1, upper + product);
        return context.FinishStraight(
            c, [[rangeCheck], [quotient0, quotient1], [remainder0, remainder1], [quotient0, divisor0, high, low]]);
    }

    /// <summary>The two halves of a product, to be proved by a guarantee.</summary>
    internal static (Var Low, Var High) WideProduct(CasmBuilder c, Var left, Var right)
    {
        Var low = c.Temp();
        Var high = c.Temp();
        c.Hint(new WideMul128(c.In(left), c.In(right), c.Out(high), c.Out(low)));
        return (low, high);
    }

    /// <summary>
    /// Of quotientHigh and divisorHigh one must be zero; sets the factors of the other product, quotientHigh * divisorLow or
    /// quotientLow * divisorHigh, by their size.
    /// </summary>
    internal static void OrderFactors(
        CasmBuilder c, Var quotientHigh, Var divisorHigh, Var quotientLow, Var divisorLow, Var small, Var large, string scope)
    {
        c.JumpIfNotZero(quotientHigh, $"DivisorHighIsZero{scope}");
        Order(c, quotientLow, divisorHigh, small, large, $"QuotientLowIsLess{scope}");
        c.Jump("Merge");
        c.Label($"DivisorHighIsZero{scope}");
        c.Assert(divisorHigh, c.Const(0));
        Order(c, quotientHigh, divisorLow, small, large, $"QuotientHighIsLess{scope}");
        c.Label("Merge");
    }

    private static void Order(CasmBuilder c, Var quotient, Var divisor, Var small, Var large, string label)
    {
        Var isLess = c.Temp();
        c.Hint(new TestLessThan(c.In(quotient), c.In(divisor), c.Out(isLess)));
        c.JumpIfNotZero(isLess, label);
        c.Assert(small, divisor);
        c.Assert(large, quotient);
        c.Jump("Merge");
        c.Label(label);
        c.Assert(small, quotient);
        c.Assert(large, divisor);
    }

    // remainder < divisor: either the high limbs differ, or they are equal and the low limbs do.
    private static void CheckRemainder(CasmBuilder c, Var rangeCheck, Var divisor0, Var divisor1, Var remainder0, Var remainder1)
    {
        Var high = c.Temp(divisor1 - remainder1);
        Var low = c.Temp();
        Var lowMinusOne = c.Temp();
        c.JumpIfNotZero(high, "HighDiffers");
        c.Assert(low, divisor0 - remainder0);
        c.Assert(lowMinusOne, low - 1);
        c.Write(rangeCheck, lowMinusOne);
        c.Jump("Compared");
        c.Label("HighDiffers");
        c.AddAp(1);
        c.Write(rangeCheck, high);
        c.Label("Compared");
    }
}
