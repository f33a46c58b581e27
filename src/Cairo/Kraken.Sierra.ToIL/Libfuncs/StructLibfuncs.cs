using System.Collections.Generic;
using System.Linq;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for structs, whose slots are those of their members.</summary>
internal static class StructLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("struct_construct", Construct), new("struct_deconstruct", Deconstruct), new("struct_snapshot_deconstruct", Deconstruct),
        new("struct_boxed_deconstruct", BoxedDeconstruct),
    ];

    internal static void Construct(Invocation i) => i.Leave(0, i.Arguments.SelectMany(slots => slots).ToArray());

    internal static void Deconstruct(Invocation i)
    {
        List<Slot[]> members = [];
        int at = 0;
        for (int output = 0; output < i.Libfunc.Branches[0].Variables.Count; output++)
        {
            int count = i.Layouts[i.OutputType(0, output)].Slots.Count;
            members.Add(i.Arguments[0][at..(at + count)]);
            at += count;
        }

        i.Leave(0, [.. members]);
    }

    internal static void BoxedDeconstruct(Invocation i)
    {
        List<Slot[]> boxes = [];
        int words = 0;
        for (int output = 0; output < i.Libfunc.Branches[0].Variables.Count; output++)
        {
            boxes.Add([Behind(i, i.One(0), words)]);
            words += i.Layouts[i.Types[i.OutputType(0, output)].Args[0].Index].Words;
        }

        i.Leave(0, [.. boxes]);
    }

    /// <summary>A place some words behind another.</summary>
    internal static Slot Behind(Invocation i, Slot place, int words)
    {
        if (words == 0)
        {
            return place;
        }

        i.Writer.Push(place);
        i.IL.Emit(OpCodes.Ldc_I4, words);
        i.IL.Emit(OpCodes.Add);
        return i.Pop(SlotKind.Int32);
    }
}
