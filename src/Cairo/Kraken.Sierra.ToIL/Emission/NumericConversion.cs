using Kraken.Fields;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Libfuncs;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Emission;

/// <summary>Moves a number from the form of one range to that of another. The number must lie in both.</summary>
internal static class NumericConversion
{
    /// <summary>Converts a number between the forms of two types.</summary>
    internal static Slot Convert(Invocation i, Slot value, IntegerRange from, IntegerRange to)
    {
        NumericForm source = NumericForm.Of(from);
        NumericForm target = NumericForm.Of(to);
        if (source.Kind == target.Kind)
        {
            return value;
        }

        if (value.Source == SlotSource.Constant)
        {
            return Slot.Constant(target.Kind, value.Value);
        }

        return (source.Kind, target.Kind) switch
        {
            (SlotKind.Felt, _) => FromFelt(i, value, to),
            (_, SlotKind.Felt) => i.CallForFelt(ToFelt(source), value),
            (SlotKind.Int64, _) => Widen(i, value, source.IsSigned),
            _ => Narrow(i, value),
        };
    }

    /// <summary>Converts to the form of a range what may lie outside of it; only the low bits are right then.</summary>
    internal static Slot Truncate(Invocation i, Slot value, IntegerRange from, SlotKind width)
    {
        NumericForm source = NumericForm.Of(from);
        if (value.Source == SlotSource.Constant)
        {
            return Slot.Constant(width, value.Value);
        }

        return (source.Kind, width) switch
        {
            (SlotKind.Int64, SlotKind.UInt128) => Widen(i, value, source.IsSigned),
            (SlotKind.UInt128, SlotKind.Int64) => Narrow(i, value),
            _ => value,
        };
    }

    /// <summary>Converts a number to a field element.</summary>
    internal static Slot ToFelt(Invocation i, Slot value, IntegerRange from) =>
        value.Source == SlotSource.Constant ? Slot.Constant(SlotKind.Felt, value.Value)
        : value.Kind == SlotKind.Felt ? value
        : i.CallForFelt(ToFelt(NumericForm.Of(from)), value);

    /// <summary>Pushes whether a field element lies in a range of at most 2^128 values; gives its distance from the least one.</summary>
    internal static Slot PushDistance(Invocation i, Slot value, IntegerRange range)
    {
        if (range.Size > IntegerRange.UInt128Limit)
        {
            throw new NotNativeException($"the range of {range.Size} values, which no range check takes");
        }

        Slot distance = i.Local(SlotKind.UInt128);
        i.Call(
            RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.TryDistance)), value,
            Slot.Constant(SlotKind.Felt, range.Lower), Slot.Constant(SlotKind.UInt128, range.Size - 1), distance);
        return distance;
    }

    /// <summary>The number at a distance from the least of a range, in the range's form.</summary>
    internal static Slot AtDistance(Invocation i, Slot distance, IntegerRange range)
    {
        SlotKind kind = NumericForm.Of(range).Kind;
        if (kind == SlotKind.Felt)
        {
            Slot felt = i.CallForFelt(
                RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.FromUInt128)), distance);
            return Felt252Libfuncs.Add(i, felt, Slot.Constant(SlotKind.Felt, range.Lower));
        }

        Slot wide = distance;
        if (!range.Lower.IsZero)
        {
            i.Call(
                RuntimeMembers.Method(typeof(IntegerOperations), nameof(IntegerOperations.Add)), distance,
                Slot.Constant(SlotKind.UInt128, range.Lower));
            wide = i.Pop(SlotKind.UInt128);
        }

        return kind == SlotKind.Int64 ? Narrow(i, wide) : wide;
    }

    private static Slot FromFelt(Invocation i, Slot value, IntegerRange to)
    {
        Slot distance = PushDistance(i, value, to);
        i.IL.Emit(System.Reflection.Emit.OpCodes.Pop);
        return AtDistance(i, distance, to);
    }

    private static System.Reflection.MethodInfo ToFelt(NumericForm form) => (form.Kind, form.IsSigned) switch
    {
        (SlotKind.Int64, false) => RuntimeMembers.Method(typeof(Felt), nameof(Felt.FromUInt64)),
        (SlotKind.Int64, true) => RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.FromInt64)),
        (_, false) => RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.FromUInt128)),
        _ => RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.FromInt128)),
    };

    private static Slot Widen(Invocation i, Slot value, bool signed)
    {
        i.Call(RuntimeMembers.Method(
            typeof(IntegerOperations), signed ? nameof(IntegerOperations.WidenSigned) : nameof(IntegerOperations.Widen)), value);
        return i.Pop(SlotKind.UInt128);
    }

    private static Slot Narrow(Invocation i, Slot value)
    {
        i.Call(RuntimeMembers.Method(typeof(IntegerOperations), nameof(IntegerOperations.Narrow)), value);
        return i.Pop(SlotKind.Int64);
    }
}
