using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for structs, which are their members in a row.</summary>
internal static class StructLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("struct_construct", Construct), new("struct_deconstruct", Deconstruct), new("struct_snapshot_deconstruct", Deconstruct),
        new("struct_boxed_deconstruct", BoxedDeconstruct),
    ];

    public static Emission Construct(InvocationContext context) =>
        InvocationContext.OnlyReferences([.. context.Arguments.SelectMany(a => a.Cells)]);

    public static Emission Deconstruct(InvocationContext context)
    {
        CellExpression[] cells = context.Cells(0);
        int start = 0;
        CellExpression[][] outputs = new CellExpression[context.Libfunc.Branches[0].Variables.Count][];
        for (int i = 0; i < outputs.Length; i++)
        {
            int size = context.Types.SizeOf(context.Libfunc.Branches[0].Variables[i].Type);
            outputs[i] = cells[start..(start + size)];
            start += size;
        }

        return InvocationContext.OnlyReferences(outputs);
    }

    public static Emission BoxedDeconstruct(InvocationContext context)
    {
        (CellRef cell, int offset) = Pointer(context);
        ConcreteType type = context.Types[context.Args[0].Index];
        ConcreteType inner = type.GenericId == "Snapshot" ? context.Types[type.Args[0].Index] : type;
        CellExpression[][] outputs = new CellExpression[context.Libfunc.Branches[0].Variables.Count][];
        int i = 0;
        foreach (int member in inner.Members)
        {
            outputs[i++] = [CellExpression.AddConst(cell, offset)];
            offset += context.Types.SizeOf(member);
        }

        return offset <= short.MaxValue ? InvocationContext.OnlyReferences(outputs) : throw context.BadArgument(0);
    }

    /// <summary>The pointer and offset of a box.</summary>
    internal static (CellRef Cell, int Offset) Pointer(InvocationContext context) =>
        context.Single(0).AsCellWithOffset() is { Offset: >= short.MinValue and <= short.MaxValue } place
            ? place
            : throw context.BadArgument(0);
}
