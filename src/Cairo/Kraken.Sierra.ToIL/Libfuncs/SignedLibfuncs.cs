using System.Collections.Generic;
using System.Linq;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for signed integers: branch 0 in range, 1 below it, 2 above it, the result modulo the width.</summary>
internal static class SignedLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        .. IntegerRange.Widths.SelectMany(bits => Of("i" + bits)),
    ];

    private static LibfuncEmitter[] Of(string name) =>
    [
        new($"{name}_overflowing_add_impl", OverflowingAdd), new($"{name}_overflowing_sub_impl", OverflowingSub),
        new($"{name}_diff", UnsignedLibfuncs.Difference),
    ];

    internal static void OverflowingAdd(Invocation i) => Operate(i, nameof(IntegerOperations.AddSigned));

    internal static void OverflowingSub(Invocation i) => Operate(i, nameof(IntegerOperations.SubtractSigned));

    private static void Operate(Invocation i, string operation)
    {
        SlotKind kind = i.One(1).Kind;
        IntegerRange range = IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[1]);
        Slot left = Wide(i, i.One(1));
        Slot right = Wide(i, i.One(2));
        Slot wrapped = i.Local(SlotKind.UInt128);
        i.Call(IntegerLibfuncs.Wide(operation), left, right, Slot.Constant(SlotKind.UInt128, range.Upper), wrapped);
        Slot way = i.Pop(SlotKind.Int32);
        Slot result = wrapped;
        if (kind == SlotKind.Int64)
        {
            i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.Narrow)), wrapped);
            result = i.Pop(SlotKind.Int64);
        }

        Label[] labels = [i.IL.DefineLabel(), i.IL.DefineLabel(), i.IL.DefineLabel()];
        i.Writer.Push(way);
        i.IL.Emit(OpCodes.Switch, labels);
        for (int branch = 0; branch < labels.Length; branch++)
        {
            i.IL.MarkLabel(labels[branch]);
            i.Leave(branch, [result]);
        }
    }

    private static Slot Wide(Invocation i, Slot value) =>
        value.Kind == SlotKind.UInt128 ? value : IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.WidenSigned), value);
}
