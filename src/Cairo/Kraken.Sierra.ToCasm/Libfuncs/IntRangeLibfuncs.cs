using System.Collections.Generic;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for ranges of integers, which are their two bounds.</summary>
internal static class IntRangeLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("int_range_try_new", TryNew), new("int_range_pop_front", PopFront),
    ];

    public static Emission TryNew(InvocationContext context)
    {
        CasmBuilder c = new();
        Var start = context.Deref(c, 1);
        Var end = context.Deref(c, 2);
        Var rangeCheck = context.Buffer(c, 0, 1);
        Var difference = c.Temp(end - start);
        Var bound = c.Const(IntegerRange.UInt128Limit);
        Var valid = c.Temp();
        c.Hint(new TestLessThan(c.In(difference), c.In(bound), c.Out(valid)));
        c.JumpIfNotZero(valid, "Valid");
        c.Write(rangeCheck, c.Temp(difference + bound));
        c.Jump("Empty");
        c.Label("Valid");
        c.Write(rangeCheck, difference);
        return context.Finish(
            c, InvocationContext.Falls([rangeCheck], [start, end]), InvocationContext.Leaves("Empty", [rangeCheck], [end, end]));
    }

    public static Emission PopFront(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var start, Var end) = ArrayLibfuncs.Array(context, c, 0);
        Var next = start + 1;
        c.JumpIfNotZero(c.Temp(end - start), "NotEmpty");
        return context.Finish(c, InvocationContext.Falls(), InvocationContext.Leaves("NotEmpty", [next, end], [start]));
    }
}
