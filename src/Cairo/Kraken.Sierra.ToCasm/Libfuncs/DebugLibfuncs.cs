using System.Collections.Generic;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code that only carries a hint: an instruction that does nothing.</summary>
internal static class DebugLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("print", Print), new("trace", Trace),
    ];

    public static Emission Print(InvocationContext context)
    {
        CasmBuilder c = new();
        CellExpression[] array = context.Cells(0);
        if (array.Length != 2)
        {
            throw context.BadArgument(0);
        }

        Var start = context.BufferOf(c, array[0], 0);
        Var end = context.BufferOf(c, array[1], 0);
        c.Hint(new DebugPrint(c.In(start), c.In(end)));
        c.AddAp(0);
        return context.FinishStraight(c, []);
    }

    public static Emission Trace(InvocationContext context)
    {
        CasmBuilder c = new();
        c.Hint(new AddTrace(c.In(c.Const(context.Value(0)))));
        c.AddAp(0);
        return context.FinishStraight(c, []);
    }
}
