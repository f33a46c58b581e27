using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Kraken.Sierra.ToCasm.Assembly;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for calls of functions of the program.</summary>
internal static class FunctionCallLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("function_call", Call), new("coupon_call", Call), new("coupon_buy", CouponBuy),
    ];

    public static Emission Call(InvocationContext context)
    {
        if (!ProgramCompiler.OnStack(context.Arguments))
        {
            throw context.BadArgument(0);
        }

        int[] sizes = [.. context.Libfunc.Branches[0].Variables.Select(v => (int)context.Types.SizeOf(v.Type))];
        int start = -sizes.Sum();
        CellExpression[][] outputs = new CellExpression[sizes.Length][];
        for (int i = 0; i < sizes.Length; i++)
        {
            int first = start;
            outputs[i] = [.. Enumerable.Range(0, sizes[i]).Select(k => CellExpression.Deref(CellRef.Ap(first + k)))];
            start += sizes[i];
        }

        int entry = context.Registry.Program.Functions[context.Libfunc.Function].EntryPoint;
        return new Emission([CasmInstruction.Call(0)], [new Relocation(0, RelocationKind.Statement, entry)], [outputs]);
    }

    public static Emission CouponBuy(InvocationContext context) => new([], [], [[[]]]);
}
