using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Kraken.Sierra.ToCasm.Assembly;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for boxes and nullable boxes, which are pointers.</summary>
internal static class BoxLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("into_box", IntoBox), new("local_into_box", LocalIntoBox), new("unbox", Unbox), new("null", Null),
    ];

    public static Emission IntoBox(InvocationContext context)
    {
        CellExpression[] cells = context.Cells(0);
        CasmBuilder c = new();
        if (cells.Length == 0)
        {
            return context.FinishStraight(c, [[c.Temp(c.Const(1))]]);
        }

        Var size = c.Const(cells.Length);
        Var address = c.Temp();
        c.Hint(new AllocConstantSize(c.In(size), c.Out(address)));
        for (int i = 0; i < cells.Length; i++)
        {
            c.Assert(context.DerefOf(c, cells[i]), c.At(address, i));
        }

        return context.FinishStraight(c, [[address]]);
    }

    // A call to the program's closing ret leaves fp on the stack; the box points into the frame.
    public static Emission LocalIntoBox(InvocationContext context)
    {
        CellExpression[] cells = context.Cells(0);
        bool local = cells.Length == 0 || cells[0] is { Kind: CellExpressionKind.Deref, Cell.Register: Register.FP };
        if (!local)
        {
            throw context.BadArgument(0);
        }

        CellExpression pointer = CellExpression.AddConst(CellRef.Ap(-2), cells.Length == 0 ? 0 : cells[0].Cell.Offset);
        return new Emission([CasmInstruction.Call(0)], [new Relocation(0, RelocationKind.EndOfProgram)], [[[pointer]]]);
    }

    public static Emission Unbox(InvocationContext context)
    {
        CellRef pointer = context.Cell(0);
        int size = context.SizeOfArg(0);
        return InvocationContext.OnlyReferences([.. Enumerable.Range(0, size).Select(i => CellExpression.DoubleDeref(pointer, (short)i))]);
    }

    public static Emission Null(InvocationContext context) => InvocationContext.OnlyReferences([CellExpression.Immediate(0)]);
}
