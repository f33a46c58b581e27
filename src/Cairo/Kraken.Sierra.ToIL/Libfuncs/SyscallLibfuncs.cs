using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for system calls: the arguments go to the host by their types, and the results come back by theirs.</summary>
internal static class SyscallLibfuncs
{
    private const int FirstArgument = 2;

    private static readonly IntegerRange Felts = IntegerRange.Of("felt252", [])!.Value;

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        .. LibfuncRegistry.KnownIds.Where(LibfuncRegistry.IsSyscall).Select(id => new LibfuncEmitter(id, Emit)),
    ];

    internal static void Emit(Invocation i)
    {
        i.Writer.PushContext();
        i.IL.Emit(OpCodes.Ldstr, i.Libfunc.GenericId[..^LibfuncRegistry.SyscallEnding.Length]);
        i.Writer.Call(Method(nameof(CallTransfer.Begin)));
        for (int a = FirstArgument; a < i.Arguments.Length; a++)
        {
            Give(i, i.Libfunc.Parameters[a], i.Arguments[a]);
        }

        Label failed = i.IL.DefineLabel();
        i.Call(Method(nameof(CallTransfer.Execute)));
        i.IL.Emit(OpCodes.Brtrue, failed);
        i.Leave(0, [.. Results(i, 0)]);
        i.IL.MarkLabel(failed);
        i.Leave(1, [.. Results(i, 1)]);
    }

    private static List<Slot[]> Results(Invocation i, int branch)
    {
        List<Slot[]> results = [];
        for (int output = 0; output < i.Libfunc.Branches[branch].Variables.Count; output++)
        {
            int type = i.OutputType(branch, output);
            if (i.Layouts[type].Slots.Count > 0)
            {
                results.Add(Take(i, type));
            }
        }

        return results;
    }

    private static void Give(Invocation i, int type, Slot[] value)
    {
        ConcreteType concrete = i.Types[type];
        switch (concrete.GenericId)
        {
            case "Struct":
                GiveMembers(i, concrete, value);
                break;
            case "Snapshot" or "NonZero":
                Give(i, concrete.Args[0].Index, value);
                break;
            case "Array" or "Span":
                SlotKind kind = i.Layouts[concrete.Args[0].Index].Slots.Single();
                i.Call(Method(nameof(CallTransfer.AddArray)), value[0], value[1], Slot.Constant(SlotKind.Int32, (int)kind));
                break;
            case "Box":
                Give(i, concrete.Args[0].Index, i.LoadValue(value[0], 0, i.Layouts[concrete.Args[0].Index]));
                break;
            case "Sha256StateHandle" or "Sha512StateHandle":
                GiveWords(i, value[0]);
                break;
            case "Enum" or "Secp256k1Point" or "Secp256r1Point":
                i.Writer.Push(value[0]);
                i.IL.Emit(OpCodes.Conv_U8);
                i.Call(Method(nameof(CallTransfer.Add)), NumericConversion.ToFelt(i, i.Pop(SlotKind.Int64), new IntegerRange(0, 1 << 30)));
                break;
            default:
                i.Call(Method(nameof(CallTransfer.Add)), value[0].Kind == SlotKind.Felt
                    ? value[0]
                    : NumericConversion.ToFelt(i, value[0], IntegerLibfuncs.RangeOf(i, type)));
                break;
        }
    }

    private static void GiveMembers(Invocation i, ConcreteType type, Slot[] value)
    {
        int at = 0;
        foreach (int member in type.Members)
        {
            int count = i.Layouts[member].Slots.Count;
            Give(i, member, value[at..(at + count)]);
            at += count;
        }
    }

    // A state of a hash is a box of eight words.
    private static void GiveWords(Invocation i, Slot place)
    {
        ValueLayout words = new([.. Enumerable.Repeat(SlotKind.Int64, 8)]);
        foreach (Slot word in i.LoadValue(place, 0, words))
        {
            i.Call(Method(nameof(CallTransfer.Add)), NumericConversion.ToFelt(i, word, new IntegerRange(0, ulong.MaxValue)));
        }
    }

    private static Slot[] Take(Invocation i, int type)
    {
        ConcreteType concrete = i.Types[type];
        switch (concrete.GenericId)
        {
            case "Struct":
                return [.. concrete.Members.SelectMany(member => Take(i, member))];
            case "Snapshot" or "NonZero":
                return Take(i, concrete.Args[0].Index);
            case "Array" or "Span":
                return TakeArray(i, i.Layouts[concrete.Args[0].Index]);
            case "Box":
                return [TakeBox(i, () => Take(i, concrete.Args[0].Index))];
            case "Sha256StateHandle" or "Sha512StateHandle":
                return [TakeBox(i, () => [.. Enumerable.Range(0, 8).Select(_ => TakeNumber(i, new IntegerRange(0, ulong.MaxValue)))])];
            case "Enum":
                return [TakeInt32(i), .. concrete.Members.SelectMany(member => Take(i, member))];
            case "Secp256k1Point" or "Secp256r1Point":
                return [TakeInt32(i)];
            default:
                return [i.Layouts[type].Slots.Single() == SlotKind.Felt
                    ? i.CallForFelt(Method(nameof(CallTransfer.Next)))
                    : TakeNumber(i, IntegerLibfuncs.RangeOf(i, type))];
        }
    }

    private static Slot[] TakeArray(Invocation i, ValueLayout element)
    {
        int kinds = 0;
        for (int s = element.Slots.Count - 1; s >= 0; s--)
        {
            kinds = (kinds << 2) | (int)element.Slots[s];
        }

        i.Call(
            Method(nameof(CallTransfer.NextArray)), Slot.Constant(SlotKind.Int32, kinds),
            Slot.Constant(SlotKind.Int32, element.Slots.Count));
        (Slot start, Slot end) = i.Halves(i.Pop(SlotKind.Int64));
        return [start, end, end];
    }

    private static Slot TakeBox(Invocation i, Func<Slot[]> content)
    {
        i.Call(Method(nameof(CallTransfer.EnterBox)));
        Slot place = BoxLibfuncs.Box(i, content());
        i.Call(Method(nameof(CallTransfer.LeaveBox)));
        return place;
    }

    private static Slot TakeNumber(Invocation i, IntegerRange range) =>
        NumericConversion.Convert(i, i.CallForFelt(Method(nameof(CallTransfer.Next))), Felts, range);

    private static Slot TakeInt32(Invocation i)
    {
        i.Call(Method(nameof(CallTransfer.NextInt32)));
        return i.Pop(SlotKind.Int32);
    }

    private static MethodInfo Method(string name) => RuntimeMembers.Method(typeof(CallTransfer), name);
}
