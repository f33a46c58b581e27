using System.Collections.Generic;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for ranges of integers: the first, and the one behind the last.</summary>
internal static class IntRangeLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("int_range_try_new", TryNew), new("int_range_pop_front", PopFront),
    ];

    internal static void TryNew(Invocation i)
    {
        IntegerRange range = IntegerLibfuncs.RangeOf(i, i.TypeArgument(0));
        NumericForm form = NumericForm.Of(range);
        Label empty = i.IL.DefineLabel();
        if (form.Kind == SlotKind.Int64)
        {
            i.Writer.Push(i.One(2));
            i.Writer.Push(i.One(1));
            i.IL.Emit(form.IsSigned ? OpCodes.Blt : OpCodes.Blt_Un, empty);
        }
        else if (form.Kind == SlotKind.UInt128)
        {
            string less = form.IsSigned ? nameof(IntegerOperations.SignedLess) : nameof(IntegerOperations.Less);
            i.Call(IntegerLibfuncs.Wide(less), i.One(2), i.One(1));
            i.IL.Emit(OpCodes.Brtrue, empty);
        }
        else
        {
            Slot distance = i.Local(SlotKind.UInt128);
            i.Call(
                RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.TryDistance)), i.One(2), i.One(1),
                Slot.Constant(SlotKind.UInt128, IntegerRange.UInt128Limit - 1), distance);
            i.IL.Emit(OpCodes.Brfalse, empty);
        }

        i.Leave(0, [i.One(1), i.One(2)]);
        i.IL.MarkLabel(empty);
        i.Leave(1, [i.One(2), i.One(2)]);
    }

    internal static void PopFront(Invocation i)
    {
        Slot first = i.Arguments[0][0];
        Slot end = i.Arguments[0][1];
        Label empty = i.IL.DefineLabel();
        Slot next;
        if (first.Kind == SlotKind.Int64)
        {
            i.Writer.Push(first);
            i.Writer.Push(end);
            i.IL.Emit(OpCodes.Beq, empty);
            next = IntegerLibfuncs.Operate(i, OpCodes.Add, first, Slot.Constant(SlotKind.Int64, 1));
        }
        else if (first.Kind == SlotKind.Felt)
        {
            i.Call(RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.AreEqual)), first, end);
            i.IL.Emit(OpCodes.Brtrue, empty);
            next = Felt252Libfuncs.Add(i, first, Slot.Constant(SlotKind.Felt, 1));
        }
        else
        {
            i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.AreEqual)), first, end);
            i.IL.Emit(OpCodes.Brtrue, empty);
            next = IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Add), first, Slot.Constant(SlotKind.UInt128, 1));
        }

        i.Leave(1, [next, end], [first]);
        i.IL.MarkLabel(empty);
        i.Leave(0);
    }
}
