using System.Collections.Generic;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for arrays: the places of the first word, behind the last one, and behind the last one reserved.</summary>
internal static class ArrayLibfuncs
{
    private static readonly Slot Nowhere = Slot.Constant(SlotKind.Int32, 0);

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("array_new", New), new("array_append", Append), new("array_pop_front", PopFront),
        new("array_pop_front_consume", PopFrontConsume), new("array_snapshot_pop_front", PopFront),
        new("array_snapshot_pop_back", PopBack), new("array_get", Get), new("array_slice", Slice), new("array_len", Length),
    ];

    internal static void New(Invocation i) => i.Leave(0, [Nowhere, Nowhere, Nowhere]);

    internal static void Append(Invocation i)
    {
        int words = ElementWords(i);
        Slot[] array = i.Arguments[0];
        Slot start = i.Local(SlotKind.Int32);
        Slot end = i.Local(SlotKind.Int32);
        Slot limit = i.Local(SlotKind.Int32);
        Label fits = i.IL.DefineLabel();
        i.Writer.Push(array[0]);
        i.Writer.Pop(start);
        i.Writer.Push(array[2]);
        i.Writer.Pop(limit);
        AddWords(i, array[1], words);
        i.Writer.Pop(end);
        i.Writer.Push(end);
        i.Writer.Push(limit);
        i.IL.Emit(OpCodes.Ble, fits);
        Grow(i, array, words, start, end, limit);
        i.IL.MarkLabel(fits);
        i.Writer.StoreValue(end, -words, i.Arguments[1]);
        i.Leave(0, [start, end, limit]);
    }

    internal static void PopFront(Invocation i)
    {
        (Slot start, Label empty) = RequireElement(i);
        i.Leave(0, [StructLibfuncs.Behind(i, start, ElementWords(i)), i.Arguments[0][1], i.Arguments[0][2]], [start]);
        i.IL.MarkLabel(empty);
        i.Leave(1, i.Arguments[0]);
    }

    internal static void PopFrontConsume(Invocation i)
    {
        (Slot start, Label empty) = RequireElement(i);
        i.Leave(0, [StructLibfuncs.Behind(i, start, ElementWords(i)), i.Arguments[0][1], i.Arguments[0][2]], [start]);
        i.IL.MarkLabel(empty);
        i.Leave(1);
    }

    internal static void PopBack(Invocation i)
    {
        (Slot start, Label empty) = RequireElement(i);
        Slot end = StructLibfuncs.Behind(i, i.Arguments[0][1], -ElementWords(i));
        i.Leave(0, [start, end, i.Arguments[0][2]], [end]);
        i.IL.MarkLabel(empty);
        i.Leave(1, i.Arguments[0]);
    }

    internal static void Get(Invocation i)
    {
        Label beyond = i.IL.DefineLabel();
        i.Writer.Push(i.One(2));
        PushLength(i, i.Arguments[1]);
        i.IL.Emit(OpCodes.Bge_Un, beyond);
        i.Leave(0, [Element(i, i.Arguments[1][0], i.One(2))]);
        i.IL.MarkLabel(beyond);
        i.Leave(1);
    }

    internal static void Slice(Invocation i)
    {
        Label beyond = i.IL.DefineLabel();
        i.Writer.Push(i.One(2));
        i.Writer.Push(i.One(3));
        i.IL.Emit(OpCodes.Add);
        Slot last = i.Pop(SlotKind.Int64);
        i.Writer.Push(last);
        PushLength(i, i.Arguments[1]);
        i.IL.Emit(OpCodes.Bgt_Un, beyond);
        Slot start = i.Arguments[1][0];
        i.Leave(0, [Element(i, start, i.One(2)), Element(i, start, last), Nowhere]);
        i.IL.MarkLabel(beyond);
        i.Leave(1);
    }

    internal static void Length(Invocation i)
    {
        PushLength(i, i.Arguments[0]);
        i.Leave(0, [i.Pop(SlotKind.Int64)]);
    }

    /// <summary>The words that each element takes; at least one.</summary>
    internal static int ElementWords(Invocation i)
    {
        int words = i.Layouts[i.TypeArgument(0)].Words;
        return words > 0 ? words : throw new NotNativeException("an array of values without slots");
    }

    /// <summary>Adds words to a place and leaves the sum on the stack.</summary>
    internal static void AddWords(Invocation i, Slot place, int words)
    {
        i.Writer.Push(place);
        i.IL.Emit(OpCodes.Ldc_I4, words);
        i.IL.Emit(OpCodes.Add);
    }

    private static void Grow(Invocation i, Slot[] array, int words, Slot start, Slot end, Slot limit)
    {
        i.Call(
            RuntimeMembers.Method(typeof(NativeArrays), nameof(NativeArrays.Grow)), array[0], array[1],
            Slot.Constant(SlotKind.Int32, words));
        (Slot newStart, Slot newLimit) = i.Halves(i.Pop(SlotKind.Int64));
        i.Writer.Push(newStart);
        i.Writer.Pop(start);
        i.Writer.Push(newLimit);
        i.Writer.Pop(limit);
        i.Writer.Push(start);
        AddWords(i, array[1], words);
        i.IL.Emit(OpCodes.Add);
        i.Writer.Push(array[0]);
        i.IL.Emit(OpCodes.Sub);
        i.Writer.Pop(end);
    }

    private static (Slot Start, Label Empty) RequireElement(Invocation i)
    {
        Label empty = i.IL.DefineLabel();
        i.Writer.Push(i.Arguments[0][0]);
        i.Writer.Push(i.Arguments[0][1]);
        i.IL.Emit(OpCodes.Beq, empty);
        return (i.Arguments[0][0], empty);
    }

    private static void PushLength(Invocation i, Slot[] array)
    {
        i.Writer.Push(array[1]);
        i.Writer.Push(array[0]);
        i.IL.Emit(OpCodes.Sub);
        i.IL.Emit(OpCodes.Ldc_I4, ElementWords(i));
        i.IL.Emit(OpCodes.Div_Un);
        i.IL.Emit(OpCodes.Conv_U8);
    }

    private static Slot Element(Invocation i, Slot start, Slot index)
    {
        i.Writer.Push(index);
        i.IL.Emit(OpCodes.Conv_I4);
        i.IL.Emit(OpCodes.Ldc_I4, ElementWords(i));
        i.IL.Emit(OpCodes.Mul);
        i.Writer.Push(start);
        i.IL.Emit(OpCodes.Add);
        return i.Pop(SlotKind.Int32);
    }
}
