using System;
using System.Collections.Generic;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for boxes and nullable boxes, which are places; no box is at place zero.</summary>
internal static class BoxLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("into_box", IntoBox), new("local_into_box", IntoBox), new("unbox", Unbox), new("null", Null),
        new("match_nullable", MatchNullable),
    ];

    internal static void IntoBox(Invocation i) => i.Leave(0, [Box(i, i.Arguments[0])]);

    /// <summary>Puts a value into a box.</summary>
    internal static Slot Box(Invocation i, Slot[] value)
    {
        Slot place = i.Allocate(Math.Max(1, new ValueLayout(Array.ConvertAll(value, slot => slot.Kind)).Words));
        i.Writer.StoreValue(place, 0, value);
        return place;
    }

    internal static void Unbox(Invocation i) => i.Leave(0, i.LoadValue(i.One(0), 0, i.Layouts[i.TypeArgument(0)]));

    internal static void Null(Invocation i) => i.Leave(0, [Slot.Constant(SlotKind.Int32, 0)]);

    internal static void MatchNullable(Invocation i)
    {
        Label none = i.IL.DefineLabel();
        i.Writer.Push(i.One(0));
        i.IL.Emit(OpCodes.Brfalse, none);
        i.Leave(1, i.Arguments[0]);
        i.IL.MarkLabel(none);
        i.Leave(0);
    }
}
