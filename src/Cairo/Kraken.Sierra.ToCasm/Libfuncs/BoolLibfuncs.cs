using System.Collections.Generic;
using Kraken.Casm.Building;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for booleans, which are 0 or 1.</summary>
internal static class BoolLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("bool_and_impl", And), new("bool_not_impl", Not), new("bool_xor_impl", Xor), new("bool_or_impl", Or),
    ];

    public static Emission And(InvocationContext context)
    {
        CasmBuilder c = new();
        return context.FinishStraight(c, [[context.Deref(c, 0) * context.Deref(c, 1)]]);
    }

    public static Emission Not(InvocationContext context)
    {
        CasmBuilder c = new();
        Var value = context.Deref(c, 0);
        Var one = c.Temp(c.Const(1));
        return context.FinishStraight(c, [[one - value]]);
    }

    public static Emission Xor(InvocationContext context)
    {
        CasmBuilder c = new();
        Var difference = c.Temp(context.Deref(c, 0) - context.Deref(c, 1));
        return context.FinishStraight(c, [[difference * difference]]);
    }

    public static Emission Or(InvocationContext context)
    {
        CasmBuilder c = new();
        Var a = context.Deref(c, 0);
        Var b = context.Deref(c, 1);
        Var sum = c.Temp(a + b);
        Var product = c.Temp(a * b);
        return context.FinishStraight(c, [[sum - product]]);
    }
}
