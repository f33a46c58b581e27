using System.Collections.Generic;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code between arrays and tuples of equal members.</summary>
internal static class SpanLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("span_from_tuple", SpanFromTuple), new("tuple_from_span", TupleFromSpan),
        new("array_snapshot_multi_pop_front", MultiPopFront), new("array_snapshot_multi_pop_back", MultiPopBack),
    ];

    public static Emission SpanFromTuple(InvocationContext context)
    {
        CasmBuilder c = new();
        Var start = context.Deref(c, 0);
        return context.FinishStraight(c, [[start, start + context.SizeOfArg(0)]]);
    }

    public static Emission TupleFromSpan(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var start, Var end) = ArrayLibfuncs.Array(context, c, 0);
        Var length = c.Temp(end - start);
        Var difference = c.Temp(length - context.SizeOfArg(0));
        c.JumpIfNotZero(difference, "OtherLength");
        return context.Finish(c, InvocationContext.Falls([[start]]), InvocationContext.Leaves("OtherLength"));
    }

    public static Emission MultiPopFront(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var rangeCheck, Var start, Var end, int size) = Begin(context, c);
        Var rest = c.Temp();
        Var newStart = c.Temp(start + size);
        c.Assert(rest, end - newStart);
        c.Write(rangeCheck, rest);
        return context.Finish(
            c,
            InvocationContext.Falls([rangeCheck], [newStart, end], [start]),
            InvocationContext.Leaves("TooShort", [rangeCheck], [start, end]));
    }

    public static Emission MultiPopBack(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var rangeCheck, Var start, Var end, int size) = Begin(context, c);
        Var rest = c.Temp();
        Var newEnd = c.Temp(end - size);
        c.Assert(rest, newEnd - start);
        c.Write(rangeCheck, rest);
        return context.Finish(
            c,
            InvocationContext.Falls([rangeCheck], [start, newEnd], [newEnd]),
            InvocationContext.Leaves("TooShort", [rangeCheck], [start, end]));
    }

    private static (Var RangeCheck, Var Start, Var End, int Size) Begin(InvocationContext context, CasmBuilder c)
    {
        int size = context.SizeOfArg(0);
        Var rangeCheck = context.Buffer(c, 0, 1);
        (Var start, Var end) = ArrayLibfuncs.Array(context, c, 1);
        Var popped = start + size;
        Var enough = c.Temp();
        c.Hint(new TestLessThanOrEqualAddress(c.In(popped), c.In(end), c.Out(enough)));
        c.JumpIfNotZero(enough, "Enough");
        Var minusLength = c.Temp(start - end);
        c.Write(rangeCheck, c.Temp(minusLength + (size - 1)));
        c.Jump("TooShort");
        c.Label("Enough");
        return (rangeCheck, start, end, size);
    }
}
