using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for bounded integers.</summary>
internal static class BoundedIntLibfuncs
{
    private static readonly BigInteger Limit = IntegerRange.UInt128Limit;

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("bounded_int_div_rem", DivRem), new("bounded_int_constrain", Constrain), new("bounded_int_trim_min", TrimMin),
        new("bounded_int_trim_max", TrimMax), new("bounded_int_guarantee_verify", GuaranteeVerify),
        new("u128_to_u32_guarantees", U128ToU32Guarantees),
    ];

    public static Emission DivRem(InvocationContext context) =>
        DivRem(context, context.Types.RangeOf(context.Args[0].Index), context.Types.RangeOf(context.Args[1].Index));

    /// <summary>Proves dividend = quotient * divisor + remainder with bounds that rule out a wrap-around.</summary>
    public static Emission DivRem(InvocationContext context, IntegerRange dividend, IntegerRange divisor)
    {
        DivRemPlan plan = DivRemPlan.Create(dividend, divisor) ?? throw context.BadArgument(1);
        bool smallDivisor = plan.Kind == DivRemKind.SmallDivisor;
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, smallDivisor ? 2 : 3);
        Var a = context.Deref(c, 1);
        Var b = context.Deref(c, 2);
        Var remainderPlusOne = c.Temp();
        Var room = c.Temp();
        Var? quotientIsSmall = plan.Kind == DivRemKind.SmallDividend ? c.Temp() : null;
        Var? bounded = smallDivisor ? null : c.Temp();
        Var product = c.Temp();
        Var quotient = c.Temp();
        Var remainder = c.Temp();
        c.Hint(new DivMod(c.In(a), c.In(b), c.Out(quotient), c.Out(remainder)));
        if (!smallDivisor)
        {
            c.Write(rangeCheck, quotient);
        }

        c.Write(rangeCheck, remainder);
        c.Assert(remainderPlusOne, remainder + 1);
        c.Assert(room, b - remainderPlusOne);
        c.Write(rangeCheck, room);
        if (smallDivisor)
        {
            c.Write(rangeCheck, quotient);
        }
        else
        {
            BoundFactor(c, plan, rangeCheck, b, quotient, quotientIsSmall, bounded!);
        }

        c.Assert(product, b * quotient);
        c.Assert(a, product + remainder);
        return context.FinishStraight(c, [[rangeCheck], [quotient], [remainder]]);
    }

    public static Emission Constrain(InvocationContext context)
    {
        BigInteger boundary = context.Value(1);
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 1);
        Var value = context.Deref(c, 1);
        Var isUnder = c.Temp();
        Var canonical = value + -boundary;
        c.Hint(new TestLessThanOrEqual(c.In(c.Const(Limit)), c.In(canonical), c.Out(isUnder)));
        c.JumpIfNotZero(isUnder, "Under");
        c.Write(rangeCheck, c.MaybeTemp(canonical));
        c.Jump("Over");
        c.Label("Under");
        c.Write(rangeCheck, c.MaybeTemp(value + (Limit - boundary)));
        return context.Finish(c, InvocationContext.Falls([rangeCheck], [value]), InvocationContext.Leaves("Over", [rangeCheck], [value]));
    }

    public static Emission TrimMin(InvocationContext context) => Trim(context, context.Types.RangeOf(context.Args[0].Index).Lower);

    public static Emission TrimMax(InvocationContext context) => Trim(context, context.Types.RangeOf(context.Args[0].Index).Upper - 1);

    public static Emission GuaranteeVerify(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 2);
        Var value = context.Deref(c, 1);
        RangeValidation.AtLeast(c, rangeCheck, value, context.Value(0));
        RangeValidation.Below(c, rangeCheck, value, context.Value(1) + 1);
        return context.FinishStraight(c, [[rangeCheck]]);
    }

    public static Emission U128ToU32Guarantees(InvocationContext context)
    {
        CasmBuilder c = new();
        Var value = context.Deref(c, 0);
        Var word = c.Const(BigInteger.One << 32);
        Var[] shifted = RangeValidation.Cells(c, 3);
        Var[] rest = RangeValidation.Cells(c, 2);
        Var[] words = RangeValidation.Cells(c, 4);
        c.Hint(new DivMod(c.In(value), c.In(word), c.Out(rest[0]), c.Out(words[0])));
        c.Hint(new DivMod(c.In(rest[0]), c.In(word), c.Out(rest[1]), c.Out(words[1])));
        c.Hint(new DivMod(c.In(rest[1]), c.In(word), c.Out(words[3]), c.Out(words[2])));
        c.AddAp(3);
        c.Assert(shifted[0], rest[0] * word);
        c.Assert(value, shifted[0] + words[0]);
        c.Assert(shifted[1], rest[1] * word);
        c.Assert(rest[0], shifted[1] + words[1]);
        c.Assert(shifted[2], words[3] * word);
        c.Assert(rest[1], shifted[2] + words[2]);
        return context.FinishStraight(c, [[words[0]], [words[1]], [words[2]], [words[3]]]);
    }

    private static void BoundFactor(
        CasmBuilder c,
        DivRemPlan plan,
        Var rangeCheck,
        Var divisor,
        Var quotient,
        Var? quotientIsSmall,
        Var bounded)
    {
        if (quotientIsSmall is null)
        {
            c.Assert(bounded, quotient + (Limit - plan.Bound));
            c.Write(rangeCheck, bounded);
            return;
        }

        c.Hint(new TestLessThan(c.In(quotient), c.In(c.Const(plan.Bound)), c.Out(quotientIsSmall)));
        c.JumpIfNotZero(quotientIsSmall, "QuotientIsSmall");
        c.Assert(bounded, divisor + (Limit - plan.Bound));
        c.Jump("VerifyBound");
        c.Label("QuotientIsSmall");
        c.Assert(bounded, quotient + (Limit - plan.Bound));
        c.Label("VerifyBound");
        c.Write(rangeCheck, bounded);
    }

    private static Emission Trim(InvocationContext context, BigInteger trimmed)
    {
        CasmBuilder c = new();
        Var value = context.Deref(c, 0);
        c.JumpIfNotZero(c.MaybeTemp(value - trimmed), "Rest");
        return context.Finish(c, InvocationContext.Falls(), InvocationContext.Leaves("Rest", [[value]]));
    }
}
