using System.Collections.Generic;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for conversions between numeric types.</summary>
internal static class CastLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("downcast", Downcast),
    ];

    public static Emission Downcast(InvocationContext context)
    {
        DowncastPlan plan = DowncastPlan.Create(context.Types, context.Args[0].Index, context.Args[1].Index)
            ?? throw context.BadArgument(1);
        if (plan.From.IsFullField)
        {
            return RangeValidation.FromFelt(context, plan.To);
        }

        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 1);
        Var value = context.Deref(c, 1);
        switch (plan.OverflowsAbove, plan.OverflowsBelow)
        {
            case (false, false):
                return new Emission([], [], [[context.Cells(0), context.Cells(1)], [context.Cells(0)]]);
            case (true, false):
                CheckAbove(c, rangeCheck, value, plan);
                break;
            case (false, true):
                CheckBelow(c, rangeCheck, value, plan);
                break;
            default:
                CheckBoth(c, rangeCheck, value, plan);
                break;
        }

        return context.Finish(c, InvocationContext.Falls([rangeCheck], [value]), InvocationContext.Leaves("OutOfRange", [[rangeCheck]]));
    }

    private static void CheckAbove(CasmBuilder c, Var rangeCheck, Var value, DowncastPlan plan)
    {
        Var difference = value + -plan.To.Upper;
        Var valid = c.Temp();
        c.Hint(new TestLessThanOrEqual(c.In(c.Const(IntegerRange.UInt128Limit)), c.In(difference), c.Out(valid)));
        c.JumpIfNotZero(valid, "InRange");
        RangeValidation.AtLeast(c, rangeCheck, value, plan.To.Upper);
        c.Jump("OutOfRange");
        c.Label("InRange");
        RangeValidation.Below(c, rangeCheck, value, plan.To.Upper);
    }

    private static void CheckBelow(CasmBuilder c, Var rangeCheck, Var value, DowncastPlan plan)
    {
        Var difference = value + -plan.To.Lower;
        Var valid = c.Temp();
        c.Hint(new TestLessThan(c.In(difference), c.In(c.Const(IntegerRange.UInt128Limit)), c.Out(valid)));
        c.JumpIfNotZero(valid, "InRange");
        RangeValidation.Below(c, rangeCheck, value, plan.To.Lower);
        c.Jump("OutOfRange");
        c.Label("InRange");
        RangeValidation.AtLeast(c, rangeCheck, value, plan.To.Lower);
    }

    private static void CheckBoth(CasmBuilder c, Var rangeCheck, Var value, DowncastPlan plan)
    {
        Var canonical = value + -plan.To.Lower;
        Var valid = c.Temp();
        c.Hint(new TestLessThan(c.In(canonical), c.In(c.Const(plan.To.Size)), c.Out(valid)));
        c.JumpIfNotZero(valid, "InRange");
        Var above = c.Temp();
        c.Hint(new TestLessThan(c.In(canonical), c.In(c.Const(IntegerRange.UInt128Limit)), c.Out(above)));
        c.JumpIfNotZero(above, "Above");
        int before = c.ApChange;
        RangeValidation.Below(c, rangeCheck, value, plan.To.Lower);
        AlignTo(c, before);
        c.Jump("OutOfRange");
        c.Label("Above");
        before = c.ApChange;
        RangeValidation.AtLeast(c, rangeCheck, value, plan.To.Upper);
        AlignTo(c, before);
        c.Jump("OutOfRange");
        c.Label("InRange");
        RangeValidation.AtLeast(c, rangeCheck, value, plan.To.Lower);
        RangeValidation.Below(c, rangeCheck, value, plan.To.Upper);
    }

    // Both ways out must move ap alike, also where a bound of zero needs no cell.
    private static void AlignTo(CasmBuilder c, int before)
    {
        if (c.ApChange == before)
        {
            c.Temp();
        }
    }
}
