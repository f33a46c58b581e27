using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for unsigned integers of 8 to 128 bits. What wraps around is taken modulo the width.</summary>
internal static class UnsignedLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        .. IntegerRange.Widths.SelectMany(bits => Of("u" + bits)),
    ];

    private static LibfuncEmitter[] Of(string name) =>
    [
        new($"{name}_is_zero", IntegerLibfuncs.IsZero), new($"{name}_overflowing_add", OverflowingAdd),
        new($"{name}_overflowing_sub", Difference), new($"{name}_safe_divmod", DivMod),
        new($"{name}_sqrt", IntegerLibfuncs.SquareRoot), new($"{name}_bitwise", IntegerLibfuncs.Bitwise),
    ];

    internal static void OverflowingAdd(Invocation i)
    {
        IntegerRange range = IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[1]);
        Label wraps = i.IL.DefineLabel();
        Slot sum;
        if (i.One(1).Kind == SlotKind.UInt128)
        {
            sum = IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Add), i.One(1), i.One(2));
            i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.Less)), sum, i.One(1));
            i.IL.Emit(OpCodes.Brtrue, wraps);
            i.Leave(0, [sum]);
            i.IL.MarkLabel(wraps);
            i.Leave(1, [sum]);
            return;
        }

        sum = IntegerLibfuncs.Operate(i, OpCodes.Add, i.One(1), i.One(2));
        i.Writer.Push(sum);
        if (range.Upper > ulong.MaxValue)
        {
            i.Writer.Push(i.One(1));
            i.IL.Emit(OpCodes.Blt_Un, wraps);
        }
        else
        {
            i.Writer.PushConstant(SlotKind.Int64, range.Upper);
            i.IL.Emit(OpCodes.Bge_Un, wraps);
        }

        i.Leave(0, [sum]);
        i.IL.MarkLabel(wraps);
        i.Leave(1, [Masked(i, sum, range)]);
    }

    /// <summary>The difference of two integers, signed or not: branch 0 when it is not negative, else branch 1 modulo the width.</summary>
    internal static void Difference(Invocation i)
    {
        IntegerRange range = IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[1]);
        bool signed = range.Lower.Sign < 0;
        Label less = i.IL.DefineLabel();
        if (i.One(1).Kind == SlotKind.UInt128)
        {
            string compare = signed ? nameof(IntegerOperations.SignedLess) : nameof(IntegerOperations.Less);
            Slot wide = IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Subtract), i.One(1), i.One(2));
            i.Call(IntegerLibfuncs.Wide(compare), i.One(1), i.One(2));
            i.IL.Emit(OpCodes.Brtrue, less);
            i.Leave(0, [wide]);
            i.IL.MarkLabel(less);
            i.Leave(1, [wide]);
            return;
        }

        Slot difference = IntegerLibfuncs.Operate(i, OpCodes.Sub, i.One(1), i.One(2));
        i.Writer.Push(i.One(1));
        i.Writer.Push(i.One(2));
        i.IL.Emit(signed ? OpCodes.Blt : OpCodes.Blt_Un, less);
        i.Leave(0, [difference]);
        i.IL.MarkLabel(less);
        i.Leave(1, [Masked(i, difference, range)]);
    }

    internal static void DivMod(Invocation i)
    {
        if (i.One(1).Kind == SlotKind.UInt128)
        {
            i.Leave(
                0,
                [IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Divide), i.One(1), i.One(2))],
                [IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Remainder), i.One(1), i.One(2))]);
        }
        else
        {
            i.Leave(
                0,
                [IntegerLibfuncs.Operate(i, OpCodes.Div_Un, i.One(1), i.One(2))],
                [IntegerLibfuncs.Operate(i, OpCodes.Rem_Un, i.One(1), i.One(2))]);
        }
    }

    private static Slot Masked(Invocation i, Slot value, IntegerRange range)
    {
        BigInteger mask = range.Size - 1;
        return mask == ulong.MaxValue
            ? value
            : IntegerLibfuncs.Operate(i, OpCodes.And, value, Slot.Constant(SlotKind.Int64, mask));
    }
}
