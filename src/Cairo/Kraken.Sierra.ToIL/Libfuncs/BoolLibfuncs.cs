using System.Collections.Generic;
using System.Reflection.Emit;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for booleans: enums of two variants without payload.</summary>
internal static class BoolLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("bool_and_impl", And), new("bool_or_impl", Or), new("bool_xor_impl", Xor), new("bool_not_impl", Not),
        new("bool_to_felt252", ToFelt),
    ];

    internal static void And(Invocation i) => Operate(i, OpCodes.And);

    internal static void Or(Invocation i) => Operate(i, OpCodes.Or);

    internal static void Xor(Invocation i) => Operate(i, OpCodes.Xor);

    internal static void Not(Invocation i)
    {
        i.Writer.Push(i.One(0));
        i.IL.Emit(OpCodes.Ldc_I4_1);
        i.IL.Emit(OpCodes.Xor);
        i.Leave(0, [i.Pop(SlotKind.Int32)]);
    }

    internal static void ToFelt(Invocation i)
    {
        i.Writer.Push(i.One(0));
        i.IL.Emit(OpCodes.Conv_U8);
        Slot wide = i.Pop(SlotKind.Int64);
        i.Leave(0, [i.CallForFelt(RuntimeMembers.Method(typeof(Felt), nameof(Felt.FromUInt64)), wide)]);
    }

    private static void Operate(Invocation i, OpCode operation)
    {
        i.Writer.Push(i.One(0));
        i.Writer.Push(i.One(1));
        i.IL.Emit(operation);
        i.Leave(0, [i.Pop(SlotKind.Int32)]);
    }
}
