using System.Collections.Generic;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for arrays, which are a pointer to the first cell and one behind the last.</summary>
internal static class ArrayLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("array_new", New), new("array_append", Append), new("array_pop_front", PopFront),
        new("array_pop_front_consume", PopFrontConsume), new("array_snapshot_pop_front", PopFront),
        new("array_snapshot_pop_back", PopBack), new("array_get", Get), new("array_slice", Slice), new("array_len", Length),
    ];

    public static Emission New(InvocationContext context)
    {
        CasmBuilder c = new();
        Var start = c.Temp();
        c.Hint(new AllocSegment(c.Out(start)));
        c.AddAp(1);
        return context.FinishStraight(c, [[start, start]]);
    }

    public static Emission Append(InvocationContext context)
    {
        CellExpression[] element = context.Cells(1);
        CasmBuilder c = new();
        (CellExpression first, CellExpression last) = Bounds(context, 0);
        Var start = context.BufferOf(c, first, 0);
        Var end = context.BufferOf(c, last, element.Length);
        foreach (CellExpression cell in element)
        {
            c.Write(end, context.DerefOf(c, cell));
        }

        return context.FinishStraight(c, [[start, end]]);
    }

    public static Emission PopFront(InvocationContext context) => PopFront(context, false);

    public static Emission PopFrontConsume(InvocationContext context) => PopFront(context, true);

    public static Emission PopBack(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var start, Var end) = Array(context, c, 0);
        NotEmpty(c, start, end);
        Var newEnd = end - context.SizeOfArg(0);
        return context.Finish(c, InvocationContext.Falls([start, newEnd], [newEnd]), InvocationContext.Leaves("Empty", [[start, end]]));
    }

    public static Emission Get(InvocationContext context)
    {
        CasmBuilder c = new();
        Var index = context.DerefOrImmediate(c, 2);
        (Var start, Var end) = Array(context, c, 1);
        Var rangeCheck = context.Buffer(c, 0, 1);
        Var length = c.Temp(end - start);
        Var offset = MaybeScaled(c, index, context.SizeOfArg(0));
        Var inRange = c.Temp();
        c.Hint(new TestLessThan(c.In(offset), c.In(length), c.Out(inRange)));
        c.JumpIfNotZero(inRange, "InRange");
        c.Write(rangeCheck, c.Temp(offset - length));
        c.Jump("OutOfRange");
        c.Label("InRange");
        Var next = c.Temp(offset + 1);
        c.Write(rangeCheck, c.Temp(length - next));
        Var target = start + offset;
        return context.Finish(c, InvocationContext.Falls([rangeCheck], [target]), InvocationContext.Leaves("OutOfRange", [[rangeCheck]]));
    }

    public static Emission Slice(InvocationContext context)
    {
        CasmBuilder c = new();
        Var first = context.Deref(c, 2);
        Var count = context.DerefOrImmediate(c, 3);
        (Var start, Var end) = Array(context, c, 1);
        Var rangeCheck = context.Buffer(c, 0, 1);
        int size = context.SizeOfArg(0);
        Var length = c.Temp(end - start);
        Var last = c.Temp(first + count);
        Var lastCell = MaybeScaled(c, last, size);
        Var inRange = c.Temp();
        c.Hint(new TestLessThanOrEqual(c.In(lastCell), c.In(length), c.Out(inRange)));
        c.JumpIfNotZero(inRange, "InRange");
        Var beyond = c.Temp(length + 1);
        c.Write(rangeCheck, c.Temp(lastCell - beyond));
        c.Jump("OutOfRange");
        c.Label("InRange");
        c.Write(rangeCheck, c.Temp(length - lastCell));
        Var firstCell = MaybeScaled(c, first, size);
        return context.Finish(
            c,
            InvocationContext.Falls([rangeCheck], [start + firstCell, start + lastCell]),
            InvocationContext.Leaves("OutOfRange", [[rangeCheck]]));
    }

    public static Emission Length(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var start, Var end) = Array(context, c, 0);
        int size = context.SizeOfArg(0);
        Var length = size == 1 ? end - start : c.Temp(end - start) / size;
        return context.FinishStraight(c, [[length]]);
    }

    /// <summary>Names the two pointers of an array.</summary>
    internal static (Var Start, Var End) Array(InvocationContext context, CasmBuilder c, int argument)
    {
        (CellExpression start, CellExpression end) = Bounds(context, argument);
        return (context.DerefOf(c, start), context.DerefOf(c, end));
    }

    private static (CellExpression Start, CellExpression End) Bounds(InvocationContext context, int argument) =>
        context.Cells(argument) is [var start, var end] ? (start, end) : throw context.BadArgument(argument);

    private static Emission PopFront(InvocationContext context, bool consume)
    {
        CasmBuilder c = new();
        (Var start, Var end) = Array(context, c, 0);
        NotEmpty(c, start, end);
        Var newStart = start + context.SizeOfArg(0);
        Var[][] rest = consume ? [] : [[start, end]];
        return context.Finish(c, InvocationContext.Falls([newStart, end], [start]), InvocationContext.Leaves("Empty", rest));
    }

    private static void NotEmpty(CasmBuilder c, Var start, Var end)
    {
        Var cells = c.Temp(end - start);
        c.JumpIfNotZero(cells, "NotEmpty");
        c.Jump("Empty");
        c.Label("NotEmpty");
    }

    private static Var MaybeScaled(CasmBuilder c, Var index, int size) => c.MaybeTemp(index * size);
}
