using System.Collections.Generic;
using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Memory;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Emission;

/// <summary>Writes a method's instructions: slots onto the evaluation stack and back, words of the call's memory, counters.</summary>
internal sealed class MethodWriter(ILGenerator il, ConstantPool constants)
{
    private static readonly FieldInfo MemoryField = RuntimeMembers.Field<NativeContext>(nameof(NativeContext.Memory));
    private static readonly FieldInfo ConstantsField = RuntimeMembers.Field<NativeContext>(nameof(NativeContext.Constants));
    private static readonly ConstructorInfo NewUInt128 = typeof(System.UInt128).GetConstructor([typeof(ulong), typeof(ulong)])!;

    private readonly List<SlotKind> locals = [];

    /// <summary>The bytes that all local variables take together.</summary>
    internal int LocalBytes { get; private set; }

    /// <summary>The instruction stream.</summary>
    internal ILGenerator IL => il;

    /// <summary>A local variable that is not among the busy ones.</summary>
    internal Slot TakeLocal(SlotKind kind, HashSet<int> busy)
    {
        for (int i = 0; i < locals.Count; i++)
        {
            if (locals[i] == kind && busy.Add(i))
            {
                return new Slot(kind, SlotSource.Local, i);
            }
        }

        il.DeclareLocal(SlotKinds.TypeOf(kind));
        locals.Add(kind);
        LocalBytes += 8 * SlotKinds.WordsOf(kind);
        busy.Add(locals.Count - 1);
        return new Slot(kind, SlotSource.Local, locals.Count - 1);
    }

    /// <summary>Pushes the context of the call.</summary>
    internal void PushContext() => il.Emit(OpCodes.Ldarg_0);

    /// <summary>Pushes a slot's value.</summary>
    internal void Push(Slot slot)
    {
        switch (slot.Source)
        {
            case SlotSource.Argument:
                il.Emit(OpCodes.Ldarg, (short)slot.Index);
                break;
            case SlotSource.Local:
                il.Emit(OpCodes.Ldloc, (short)slot.Index);
                break;
            default:
                PushConstant(slot.Kind, slot.Value);
                break;
        }
    }

    /// <summary>Pushes a number in the form of a kind; field elements come out of the program's table.</summary>
    internal void PushConstant(SlotKind kind, BigInteger value)
    {
        switch (kind)
        {
            case SlotKind.Int32:
                il.Emit(OpCodes.Ldc_I4, (int)value);
                break;
            case SlotKind.Int64:
                il.Emit(OpCodes.Ldc_I8, (long)(ulong)(value & ulong.MaxValue));
                break;
            case SlotKind.UInt128:
                il.Emit(OpCodes.Ldc_I8, (long)(ulong)((value >> 64) & ulong.MaxValue));
                il.Emit(OpCodes.Ldc_I8, (long)(ulong)(value & ulong.MaxValue));
                il.Emit(OpCodes.Newobj, NewUInt128);
                break;
            default:
                PushAddress(Slot.Constant(kind, value));
                il.Emit(OpCodes.Ldobj, typeof(Felt));
                break;
        }
    }

    /// <summary>Pushes the address of a field element, wherever it is.</summary>
    internal void PushAddress(Slot slot)
    {
        switch (slot.Source)
        {
            case SlotSource.Argument:
                il.Emit(OpCodes.Ldarga, (short)slot.Index);
                break;
            case SlotSource.Local:
                il.Emit(OpCodes.Ldloca, (short)slot.Index);
                break;
            default:
                PushContext();
                il.Emit(OpCodes.Ldfld, ConstantsField);
                il.Emit(OpCodes.Ldc_I4, constants.IndexOf(Felt.FromBigInteger(slot.Value)) * Felt.ByteCount);
                il.Emit(OpCodes.Conv_U);
                il.Emit(OpCodes.Add);
                break;
        }
    }

    /// <summary>Pops the top of the stack into a local variable or argument.</summary>
    internal void Pop(Slot place) =>
        il.Emit(place.Source == SlotSource.Local ? OpCodes.Stloc : OpCodes.Starg, (short)place.Index);

    /// <summary>Pushes the address of a word behind a place in the call's memory; it lies in the memory whatever the place is.</summary>
    internal void PushWordAddress(Slot place, int words)
    {
        PushContext();
        il.Emit(OpCodes.Ldfld, MemoryField);
        Push(place);
        if (words != 0)
        {
            il.Emit(OpCodes.Ldc_I4, words);
            il.Emit(OpCodes.Add);
        }

        il.Emit(OpCodes.Ldc_I4, CallMemory.WordMask);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldc_I4_3);
        il.Emit(OpCodes.Shl);
        il.Emit(OpCodes.Add);
    }

    /// <summary>Reads what an address on the stack points to.</summary>
    internal void Load(SlotKind kind)
    {
        switch (kind)
        {
            case SlotKind.Int32:
                il.Emit(OpCodes.Ldind_I4);
                break;
            case SlotKind.Int64:
                il.Emit(OpCodes.Ldind_I8);
                break;
            default:
                il.Emit(OpCodes.Unaligned, (byte)1);
                il.Emit(OpCodes.Ldobj, SlotKinds.TypeOf(kind));
                break;
        }
    }

    /// <summary>Writes the top of the stack to the address below it.</summary>
    internal void Store(SlotKind kind)
    {
        switch (kind)
        {
            case SlotKind.Int32:
                il.Emit(OpCodes.Stind_I4);
                break;
            case SlotKind.Int64:
                il.Emit(OpCodes.Stind_I8);
                break;
            default:
                il.Emit(OpCodes.Unaligned, (byte)1);
                il.Emit(OpCodes.Stobj, SlotKinds.TypeOf(kind));
                break;
        }
    }

    /// <summary>Writes a value behind a place in the call's memory.</summary>
    internal void StoreValue(Slot place, int words, IReadOnlyList<Slot> value)
    {
        foreach (Slot slot in value)
        {
            if (slot.Source != SlotSource.Undefined)
            {
                PushWordAddress(place, words);
                Push(slot);
                Store(slot.Kind);
            }

            words += SlotKinds.WordsOf(slot.Kind);
        }
    }

    /// <summary>Adds to a counter of the context.</summary>
    internal void Count(string counter, long amount)
    {
        if (amount == 0)
        {
            return;
        }

        FieldInfo field = RuntimeMembers.Field<NativeContext>(counter);
        PushContext();
        PushContext();
        il.Emit(OpCodes.Ldfld, field);
        il.Emit(OpCodes.Ldc_I8, amount);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stfld, field);
    }

    /// <summary>Calls a method of the runtime.</summary>
    internal void Call(MethodInfo method) => il.Emit(OpCodes.Call, method);
}
