using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code that integers of all widths share.</summary>
internal static class IntegerLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("upcast", Convert), new("bitwise", Bitwise), new("bounded_int_is_zero", IsZero), new("qm31_is_zero", IsZero),
        .. IntegerRange.Widths.SelectMany(bits => Common("u" + bits).Concat(Common("i" + bits))),
    ];

    private static LibfuncEmitter[] Common(string name) =>
    [
        new($"{name}_const", ConstLibfuncs.Integer), new($"{name}_eq", Equal), new($"{name}_to_felt252", Convert),
        new($"{name}_wide_mul", WideMul), new($"{name}_try_from_felt252", TryFromFelt),
    ];

    /// <summary>An argument gets another numeric type.</summary>
    internal static void Convert(Invocation i)
    {
        IntegerRange from = RangeOf(i, i.Libfunc.Parameters[0]);
        IntegerRange to = RangeOf(i, i.OutputType(0, 0));
        i.Leave(0, [NumericConversion.Convert(i, i.One(0), from, to)]);
    }

    internal static void Equal(Invocation i)
    {
        Label equal = i.IL.DefineLabel();
        if (i.One(0).Kind == SlotKind.UInt128)
        {
            i.Call(Wide(nameof(IntegerOperations.AreEqual)), i.One(0), i.One(1));
            i.IL.Emit(OpCodes.Brtrue, equal);
        }
        else
        {
            i.Writer.Push(i.One(0));
            i.Writer.Push(i.One(1));
            i.IL.Emit(OpCodes.Beq, equal);
        }

        i.Leave(0);
        i.IL.MarkLabel(equal);
        i.Leave(1);
    }

    internal static void IsZero(Invocation i)
    {
        if (i.One(0).Kind == SlotKind.Felt)
        {
            Felt252Libfuncs.IsZero(i);
            return;
        }

        Label zero = i.IL.DefineLabel();
        if (i.One(0).Kind == SlotKind.UInt128)
        {
            i.Call(Wide(nameof(IntegerOperations.AreEqual)), i.One(0), Slot.Constant(SlotKind.UInt128, 0));
            i.IL.Emit(OpCodes.Brtrue, zero);
        }
        else
        {
            i.Writer.Push(i.One(0));
            i.IL.Emit(OpCodes.Brfalse, zero);
        }

        i.Leave(1, i.Arguments[0]);
        i.IL.MarkLabel(zero);
        i.Leave(0);
    }

    /// <summary>The product in the type of twice the width.</summary>
    internal static void WideMul(Invocation i)
    {
        SlotKind kind = i.Layouts[i.OutputType(0, 0)].Slots[0];
        if (kind == SlotKind.Int64)
        {
            i.Leave(0, [Operate(i, OpCodes.Mul, i.One(0), i.One(1))]);
            return;
        }

        bool signed = i.Layouts.FormOf(i.Libfunc.Parameters[0]).IsSigned;
        i.Call(
            Wide(signed ? nameof(IntegerOperations.WideMultiplySigned) : nameof(IntegerOperations.WideMultiply)), i.One(0), i.One(1));
        i.Leave(0, [i.Pop(SlotKind.UInt128)]);
    }

    internal static void Bitwise(Invocation i)
    {
        bool wide = i.One(1).Kind == SlotKind.UInt128;
        i.Leave(
            0,
            [Apply(OpCodes.And, nameof(IntegerOperations.And))],
            [Apply(OpCodes.Xor, nameof(IntegerOperations.Xor))],
            [Apply(OpCodes.Or, nameof(IntegerOperations.Or))]);

        Slot Apply(OpCode narrowOperation, string wideOperation) => wide
            ? CallWide(i, wideOperation, i.One(1), i.One(2))
            : Operate(i, narrowOperation, i.One(1), i.One(2));
    }

    internal static void SquareRoot(Invocation i)
    {
        Slot value = i.One(1);
        if (value.Kind == SlotKind.Int64)
        {
            value = CallWide(i, nameof(IntegerOperations.Widen), value);
        }

        Slot root = CallWide(i, nameof(IntegerOperations.SquareRoot), value);
        i.Call(Wide(nameof(IntegerOperations.Narrow)), root);
        i.Leave(0, [i.Pop(SlotKind.Int64)]);
    }

    /// <summary>Takes a field element that lies in the output's range.</summary>
    internal static void TryFromFelt(Invocation i)
    {
        IntegerRange range = RangeOf(i, i.OutputType(0, 1));
        FromFelt(i, range, range);
    }

    /// <summary>Takes a field element that lies in a range, in the form of another that has all of it.</summary>
    internal static void FromFelt(Invocation i, IntegerRange range, IntegerRange to)
    {
        Label outside = i.IL.DefineLabel();
        Slot distance = NumericConversion.PushDistance(i, i.One(1), range);
        i.IL.Emit(OpCodes.Brfalse, outside);
        i.Leave(0, [NumericConversion.Convert(i, NumericConversion.AtDistance(i, distance, range), range, to)]);
        i.IL.MarkLabel(outside);
        i.Leave(1);
    }

    /// <summary>The range of a numeric type, also of one that excludes zero.</summary>
    internal static IntegerRange RangeOf(Invocation i, int type) =>
        i.Types.RangeOf(i.Types[type].GenericId == "NonZero" ? i.Types[type].Args[0].Index : type);

    /// <summary>An operation on 64 bits.</summary>
    internal static Slot Operate(Invocation i, OpCode operation, Slot left, Slot right)
    {
        i.Writer.Push(left);
        i.Writer.Push(right);
        i.IL.Emit(operation);
        return i.Pop(SlotKind.Int64);
    }

    /// <summary>An operation of the runtime that gives 128 bits.</summary>
    internal static Slot CallWide(Invocation i, string operation, params System.ReadOnlySpan<Slot> arguments)
    {
        i.Call(Wide(operation), arguments);
        return i.Pop(SlotKind.UInt128);
    }

    /// <summary>An operation of the runtime on wide integers.</summary>
    internal static MethodInfo Wide(string operation) => RuntimeMembers.Method(typeof(IntegerOperations), operation);
}
