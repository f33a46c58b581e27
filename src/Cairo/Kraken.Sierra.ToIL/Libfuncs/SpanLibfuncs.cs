using System.Collections.Generic;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code between arrays and tuples of equal members: a tuple's words are those of its members one after the other.</summary>
internal static class SpanLibfuncs
{
    private static readonly Slot Unreserved = Slot.Constant(SlotKind.Int32, 0);

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("span_from_tuple", SpanFromTuple), new("tuple_from_span", TupleFromSpan),
        new("array_snapshot_multi_pop_front", MultiPopFront), new("array_snapshot_multi_pop_back", MultiPopBack),
    ];

    internal static void SpanFromTuple(Invocation i) =>
        i.Leave(0, [i.One(0), StructLibfuncs.Behind(i, i.One(0), TupleWords(i)), Unreserved]);

    internal static void TupleFromSpan(Invocation i)
    {
        Label otherLength = i.IL.DefineLabel();
        i.Writer.Push(i.Arguments[0][1]);
        i.Writer.Push(i.Arguments[0][0]);
        i.IL.Emit(OpCodes.Sub);
        i.IL.Emit(OpCodes.Ldc_I4, TupleWords(i));
        i.IL.Emit(OpCodes.Bne_Un, otherLength);
        i.Leave(0, [i.Arguments[0][0]]);
        i.IL.MarkLabel(otherLength);
        i.Leave(1);
    }

    internal static void MultiPopFront(Invocation i)
    {
        Label tooShort = RequireWords(i, out Slot[] span, out int words);
        i.Leave(0, [StructLibfuncs.Behind(i, span[0], words), span[1], span[2]], [span[0]]);
        i.IL.MarkLabel(tooShort);
        i.Leave(1, span);
    }

    internal static void MultiPopBack(Invocation i)
    {
        Label tooShort = RequireWords(i, out Slot[] span, out int words);
        Slot end = StructLibfuncs.Behind(i, span[1], -words);
        i.Leave(0, [span[0], end, span[2]], [end]);
        i.IL.MarkLabel(tooShort);
        i.Leave(1, span);
    }

    private static Label RequireWords(Invocation i, out Slot[] span, out int words)
    {
        Label tooShort = i.IL.DefineLabel();
        span = i.Arguments[1];
        words = TupleWords(i);
        i.Writer.Push(span[1]);
        i.Writer.Push(span[0]);
        i.IL.Emit(OpCodes.Sub);
        i.IL.Emit(OpCodes.Ldc_I4, words);
        i.IL.Emit(OpCodes.Blt, tooShort);
        return tooShort;
    }

    private static int TupleWords(Invocation i)
    {
        int words = i.Layouts[i.TypeArgument(0)].Words;
        return words > 0 ? words : throw new NotNativeException("a tuple of values without slots");
    }
}
