using System.Collections.Generic;
using System.Numerics;
using System.Reflection.Emit;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>
/// Code for bounded integers. Sums, differences and products lie in the result's range by its making, so that they may be taken modulo the
/// result's width; operands beyond 128 bits are taken as field elements.
/// </summary>
internal static class BoundedIntLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("u128_to_u32_guarantees", ToGuarantees), new("bounded_int_add", Add), new("bounded_int_sub", Sub),
        new("bounded_int_mul", Mul), new("bounded_int_div_rem", DivRem), new("bounded_int_constrain", Constrain),
        new("bounded_int_trim_min", TrimMin), new("bounded_int_trim_max", TrimMax),
    ];

    internal static void Add(Invocation i) => Operate(i, OpCodes.Add, nameof(IntegerOperations.Add), nameof(Felt.Add));

    internal static void Sub(Invocation i) => Operate(i, OpCodes.Sub, nameof(IntegerOperations.Subtract), nameof(Felt.Subtract));

    internal static void Mul(Invocation i) => Operate(i, OpCodes.Mul, nameof(IntegerOperations.Multiply), nameof(Felt.Multiply));

    internal static void DivRem(Invocation i)
    {
        IntegerRange left = IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[1]);
        IntegerRange right = IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[2]);
        if (NumericForm.Of(left).Kind == SlotKind.Felt || NumericForm.Of(right).Kind == SlotKind.Felt)
        {
            DivideFelts(i, left, right);
            return;
        }

        Slot dividend = NumericConversion.Truncate(i, i.One(1), left, SlotKind.UInt128);
        Slot divisor = NumericConversion.Truncate(i, i.One(2), right, SlotKind.UInt128);
        IntegerRange wide = new(0, IntegerRange.UInt128Limit);
        Slot quotient = IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Divide), dividend, divisor);
        Slot remainder = IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Remainder), dividend, divisor);
        i.Leave(
            0,
            [NumericConversion.Convert(i, quotient, wide, IntegerLibfuncs.RangeOf(i, i.OutputType(0, 1)))],
            [NumericConversion.Convert(i, remainder, wide, IntegerLibfuncs.RangeOf(i, i.OutputType(0, 2)))]);
    }

    private static void DivideFelts(Invocation i, IntegerRange left, IntegerRange right)
    {
        IntegerRange felts = IntegerRange.Of("felt252", [])!.Value;
        Slot quotient = i.Local(SlotKind.Felt);
        Slot remainder = i.Local(SlotKind.Felt);
        i.Call(
            RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.DivideIntegers)),
            NumericConversion.ToFelt(i, i.One(1), left), NumericConversion.ToFelt(i, i.One(2), right), quotient, remainder);
        i.Leave(
            0,
            [NumericConversion.Convert(i, quotient, felts, IntegerLibfuncs.RangeOf(i, i.OutputType(0, 1)))],
            [NumericConversion.Convert(i, remainder, felts, IntegerLibfuncs.RangeOf(i, i.OutputType(0, 2)))]);
    }

    /// <summary>Splits a range at a boundary.</summary>
    internal static void Constrain(Invocation i)
    {
        IntegerRange range = IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[1]);
        Label high = i.IL.DefineLabel();
        Slot low = Part(0);
        Slot upper = Part(1);
        PushLess(i, i.One(1), range, i.Value(1));
        i.IL.Emit(OpCodes.Brfalse, high);
        i.Leave(0, [low]);
        i.IL.MarkLabel(high);
        i.Leave(1, [upper]);

        Slot Part(int branch) =>
            NumericConversion.Convert(i, i.One(1), range, IntegerLibfuncs.RangeOf(i, i.OutputType(branch, 1)));
    }

    internal static void TrimMin(Invocation i) => Trim(i, IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[0]).Lower);

    internal static void TrimMax(Invocation i) => Trim(i, IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[0]).Upper - 1);

    /// <summary>The four words of 32 bits of a u128, the low one first, each with the promise that it is one.</summary>
    internal static void ToGuarantees(Invocation i)
    {
        Slot[][] words = new Slot[4][];
        for (int w = 0; w < words.Length; w++)
        {
            i.Call(
                RuntimeMembers.Method(typeof(ExtensionOperations), nameof(ExtensionOperations.Coordinate)), i.One(0),
                Slot.Constant(SlotKind.Int32, w));
            words[w] = [i.Pop(SlotKind.Int64)];
        }

        i.Leave(0, words);
    }

    /// <summary>Pushes whether a number is less than a bound that its range reaches.</summary>
    internal static void PushLess(Invocation i, Slot value, IntegerRange range, BigInteger bound)
    {
        NumericForm form = NumericForm.Of(range);
        switch (form.Kind)
        {
            case SlotKind.Int64:
                i.Writer.Push(value);
                i.Writer.PushConstant(SlotKind.Int64, bound);
                i.IL.Emit(form.IsSigned ? OpCodes.Clt : OpCodes.Clt_Un);
                break;
            case SlotKind.UInt128:
                i.Call(
                    IntegerLibfuncs.Wide(form.IsSigned ? nameof(IntegerOperations.SignedLess) : nameof(IntegerOperations.Less)),
                    value, Slot.Constant(SlotKind.UInt128, bound));
                break;
            default:
                NumericConversion.PushDistance(i, value, new IntegerRange(range.Lower, bound));
                break;
        }
    }

    private static void Operate(Invocation i, OpCode narrow, string wide, string felts)
    {
        IntegerRange left = IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[0]);
        IntegerRange right = IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[1]);
        IntegerRange result = IntegerLibfuncs.RangeOf(i, i.OutputType(0, 0));
        SlotKind kind = NumericForm.Of(result).Kind;
        bool isFelt = kind == SlotKind.Felt
            || NumericForm.Of(left).Kind == SlotKind.Felt || NumericForm.Of(right).Kind == SlotKind.Felt;
        if (isFelt)
        {
            Slot value = i.CallForFelt(
                Felt252Libfuncs.Operation(felts),
                NumericConversion.ToFelt(i, i.One(0), left),
                NumericConversion.ToFelt(i, i.One(1), right));
            i.Leave(0, [NumericConversion.Convert(i, value, IntegerRange.Of("felt252", [])!.Value, result)]);
            return;
        }

        Slot first = NumericConversion.Truncate(i, i.One(0), left, kind);
        Slot second = NumericConversion.Truncate(i, i.One(1), right, kind);
        i.Leave(0, [kind == SlotKind.Int64
            ? IntegerLibfuncs.Operate(i, narrow, first, second)
            : IntegerLibfuncs.CallWide(i, wide, first, second)]);
    }

    // Branch 0 when the value is the bound that is cut off.
    private static void Trim(Invocation i, BigInteger bound)
    {
        IntegerRange range = IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[0]);
        Label other = i.IL.DefineLabel();
        Slot rest = NumericConversion.Convert(i, i.One(0), range, IntegerLibfuncs.RangeOf(i, i.OutputType(1, 0)));
        Slot constant = Slot.Constant(i.One(0).Kind, bound);
        switch (i.One(0).Kind)
        {
            case SlotKind.Int64:
                i.Writer.Push(i.One(0));
                i.Writer.Push(constant);
                i.IL.Emit(OpCodes.Bne_Un, other);
                break;
            case SlotKind.UInt128:
                i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.AreEqual)), i.One(0), constant);
                i.IL.Emit(OpCodes.Brfalse, other);
                break;
            default:
                i.Call(RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.AreEqual)), i.One(0), constant);
                i.IL.Emit(OpCodes.Brfalse, other);
                break;
        }

        i.Leave(0);
        i.IL.MarkLabel(other);
        i.Leave(1, [rest]);
    }
}
