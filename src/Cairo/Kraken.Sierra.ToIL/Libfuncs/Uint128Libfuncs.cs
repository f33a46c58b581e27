using System.Collections.Generic;
using System.Reflection;
using System.Reflection.Emit;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for u128. A guarantee has no slots: what it promises is true here by construction.</summary>
internal static class Uint128Libfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("u128s_from_felt252", FromFelt), new("u128_guarantee_mul", GuaranteeMul), new("u128_byte_reverse", ByteReverse),
    ];

    internal static void FromFelt(Invocation i)
    {
        Label wide = i.IL.DefineLabel();
        Slot value = i.Local(SlotKind.UInt128);
        Slot felt = i.One(1);
        if (!felt.IsPlace)
        {
            i.Writer.Push(felt);
            felt = i.Pop(SlotKind.Felt);
        }

        i.Writer.PushAddress(felt);
        i.Writer.PushAddress(value);
        i.IL.Emit(OpCodes.Call, RuntimeMembers.Method(typeof(Felt), nameof(Felt.TryToUInt128)));
        i.IL.Emit(OpCodes.Brfalse, wide);
        i.Leave(0, [value]);
        i.IL.MarkLabel(wide);
        i.Leave(1, [Half(i, felt, nameof(FeltOperations.High))], [Half(i, felt, nameof(FeltOperations.Low))]);
    }

    internal static void GuaranteeMul(Invocation i) => i.Leave(
        0,
        [IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.MultiplyHigh), i.One(0), i.One(1))],
        [IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Multiply), i.One(0), i.One(1))]);

    internal static void ByteReverse(Invocation i) =>
        i.Leave(0, [IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.ReverseBytes), i.One(1))]);

    private static Slot Half(Invocation i, Slot felt, string half)
    {
        MethodInfo method = RuntimeMembers.Method(typeof(FeltOperations), half);
        i.Call(method, felt);
        return i.Pop(SlotKind.UInt128);
    }
}
