using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Kraken.Sierra.ToCasm.Assembly;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for constants.</summary>
internal static class ConstLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("const_as_immediate", AsImmediate), new("const_as_box", AsBox),
    ];

    public static Emission AsImmediate(InvocationContext context)
    {
        CellExpression[] cells = [.. ConstValues.Of(context.Registry, context.Args[0].Index).ConvertAll(CellExpression.Immediate)];
        return InvocationContext.OnlyReferences(cells);
    }

    // A call to the ret before the segment's data leaves the address after the call on the stack; the distance to the data is added to it.
    public static Emission AsBox(InvocationContext context)
    {
        int segment = (int)context.Value(1);
        CasmInstruction[] code =
        [
            CasmInstruction.Call(0),
            CasmInstruction.AssertEq(CellRef.Ap(0), CellExpression.BinOp(CellOperator.Add, CellRef.Ap(-1), BigInteger.One)),
        ];
        code[1].IncrementsAp = true;
        Relocation[] relocations =
        [
            new(0, RelocationKind.SegmentStart, segment),
            new(1, RelocationKind.Constant, segment, context.Args[0].Index),
        ];
        return new Emission(code, relocations, [[[CellExpression.Deref(CellRef.Ap(-1))]]]);
    }

    /// <summary>
    /// The code that puts the address of a cell some words behind the end of the program on the stack: three cells, the address last.
    /// </summary>
    internal static (CasmInstruction[] Code, Relocation[] Relocations) PointerBehindProgram(int distance)
    {
        CasmInstruction[] code =
        [
            CasmInstruction.Call(0),
            CasmInstruction.AssertEq(CellRef.Ap(0), CellExpression.BinOp(CellOperator.Add, CellRef.Ap(-1), distance)),
        ];
        code[1].IncrementsAp = true;
        return (code, [new(0, RelocationKind.EndOfProgram), new(1, RelocationKind.EndOfProgram)]);
    }
}
