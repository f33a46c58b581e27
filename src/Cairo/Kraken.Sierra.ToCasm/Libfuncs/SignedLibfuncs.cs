using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for the signed integers.</summary>
internal static class SignedLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        .. IntegerRange.Widths.SelectMany(bits => Of("i" + bits)),
    ];

    private static LibfuncEmitter[] Of(string name)
    {
        IntegerRange range = IntegerRange.Of(name, [])!.Value;
        return
        [
            new($"{name}_overflowing_add_impl", c => OverflowingAdd(c, range)),
            new($"{name}_overflowing_sub_impl", c => OverflowingSub(c, range)),
            new($"{name}_diff", c => IntegerLibfuncs.Difference(c, range.Size)),
        ];
    }

    public static Emission OverflowingAdd(InvocationContext context, IntegerRange range) => Overflowing(context, range, CellOperator.Add);

    public static Emission OverflowingSub(InvocationContext context, IntegerRange range) => Overflowing(context, range, CellOperator.Sub);

    private static Emission Overflowing(InvocationContext context, IntegerRange range, CellOperator op)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 1);
        Var left = context.Deref(c, 1);
        Var right = context.Deref(c, 2);
        Var value = c.Temp(op == CellOperator.Add ? left + right : left - right);
        Var size = c.Const(range.Size);
        Var canonical = value + -range.Lower;
        Var inRange = c.Temp();
        c.Hint(new TestLessThan(c.In(canonical), c.In(size), c.Out(inRange)));
        c.JumpIfNotZero(inRange, "InRange");
        Var isAbove = c.Temp();
        c.Hint(new TestLessThan(c.In(value), c.In(c.Const(IntegerRange.UInt128Limit)), c.Out(isAbove)));
        c.JumpIfNotZero(isAbove, "IsAbove");
        c.Write(rangeCheck, c.Temp(value + (IntegerRange.UInt128Limit - range.Lower)));
        Var fromBelow = value + size;
        c.Jump("Below");
        c.Label("IsAbove");
        c.Write(rangeCheck, c.Temp(value - range.Upper));
        Var fromAbove = value - size;
        c.Jump("Above");
        c.Label("InRange");
        c.Write(rangeCheck, c.Temp(canonical));
        if (range.Size != IntegerRange.UInt128Limit)
        {
            c.Write(rangeCheck, c.Temp(value + (IntegerRange.UInt128Limit - range.Upper)));
        }

        return context.Finish(
            c,
            InvocationContext.Falls([rangeCheck], [value]),
            InvocationContext.Leaves("Below", [rangeCheck], [fromBelow]),
            InvocationContext.Leaves("Above", [rangeCheck], [fromAbove]));
    }
}
