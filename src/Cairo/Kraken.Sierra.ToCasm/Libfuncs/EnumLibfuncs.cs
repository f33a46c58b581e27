using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Assembly;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for enums: a selector, padding, and the variant's cells at the end.</summary>
internal static class EnumLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("enum_init", Init), new("enum_from_bounded_int", FromBoundedInt), new("enum_match", Match), new("enum_snapshot_match", Match),
        new("enum_boxed_match", BoxedMatch),
    ];

    public static Emission Init(InvocationContext context)
    {
        int type = context.Args[0].Index;
        int variants = context.Types[type].Args.Count - 1;
        CellExpression[] value = context.Cells(0);
        int padding = context.Types.SizeOf(type) - 1 - value.Length;
        CellExpression selector = CellExpression.Immediate(ConstValues.Selector(variants, (int)context.Value(1)));
        return InvocationContext.OnlyReferences([selector, .. Enumerable.Repeat(CellExpression.Immediate(0), padding), .. value]);
    }

    // For more than two variants the selector is 2(n - i) - 1 = -2(i - (2n - 1)/2), with the half in the field.
    public static Emission FromBoundedInt(InvocationContext context)
    {
        int variants = context.Types[context.Args[0].Index].Args.Count - 1;
        if (variants <= 2)
        {
            return context.Identity();
        }

        CasmBuilder c = new();
        Var value = context.Deref(c, 0);
        BigInteger half = ((Felt)((2 * variants) - 1) / (Felt)2).ToBigInteger();
        Var shifted = c.Temp(value - half);
        return context.FinishStraight(c, [[shifted * -2]]);
    }

    public static Emission Match(InvocationContext context)
    {
        int branches = context.Libfunc.Branches.Count;
        CellExpression[] cells = context.Cells(0);
        if (cells.Length == 0 || cells[0].Kind != CellExpressionKind.Deref)
        {
            throw context.BadArgument(0);
        }

        CellExpression[][][] outputs = new CellExpression[branches][][];
        for (int b = 0; b < branches; b++)
        {
            int size = context.Types.SizeOf(context.Libfunc.Branches[b].Variables[0].Type);
            outputs[b] = [cells[^size..]];
        }

        return Select(context, cells[0].Cell, outputs, []);
    }

    public static Emission BoxedMatch(InvocationContext context)
    {
        int branches = context.Libfunc.Branches.Count;
        if (branches == 0)
        {
            return new Emission([], [], []);
        }

        (CellRef pointer, int offset) = StructLibfuncs.Pointer(context);
        if (branches == 1)
        {
            return new Emission([], [], [[[CellExpression.AddConst(pointer, offset + 1)]]]);
        }

        ConcreteType type = context.Types[context.Args[0].Index];
        ConcreteType inner = type.GenericId == "Snapshot" ? context.Types[type.Args[0].Index] : type;
        int[] sizes = [.. inner.Members.Select(m => (int)context.Types.SizeOf(m))];
        CasmInstruction load = CasmInstruction.AssertEq(CellRef.Ap(0), CellExpression.DoubleDeref(pointer, (short)offset));
        load.IncrementsAp = true;
        CellExpression moved = CellExpression.Deref(pointer).AfterApChange(1) ?? throw context.BadArgument(0);
        CellExpression[][][] outputs =
            [.. sizes.Select(s => (CellExpression[][])[[CellExpression.AddConst(moved.Cell, offset + 1 + sizes.Max() - s)]])];
        return Select(context, CellRef.Ap(-1), outputs, [load]);
    }

    // Two variants: one conditional jump. More: a jump by the selector into a table of jumps, the last variant
    // first; the first falls through.
    private static Emission Select(InvocationContext context, CellRef selector, CellExpression[][][] outputs, CasmInstruction[] before)
    {
        List<CasmInstruction> code = [.. before];
        List<Relocation> relocations = [];
        if (outputs.Length == 2)
        {
            relocations.Add(new Relocation(code.Count, RelocationKind.Statement, context.Target(1)));
            code.Add(CasmInstruction.JumpIfNotZero(selector, 0));
        }
        else if (outputs.Length > 2)
        {
            code.Add(CasmInstruction.Jump(CellExpression.Deref(selector)));
            for (int b = outputs.Length - 1; b >= 1; b--)
            {
                relocations.Add(new Relocation(code.Count, RelocationKind.Statement, context.Target(b)));
                code.Add(CasmInstruction.Jump(CellExpression.Immediate(0)));
            }
        }

        return new Emission(code, relocations, outputs);
    }
}
