using System.Collections.Generic;
using System.Linq;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for enums: the number of the variant, and slots that the variants share.</summary>
internal static class EnumLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("enum_init", Init), new("enum_from_bounded_int", FromBoundedInt), new("enum_match", Match), new("enum_snapshot_match", Match),
        new("enum_boxed_match", BoxedMatch),
    ];

    internal static void Init(Invocation i) =>
        i.Leave(0, Variant(i.Layouts[i.TypeArgument(0)], (int)i.Value(1), i.Arguments[0]));

    /// <summary>The slots of an enum's value.</summary>
    internal static Slot[] Variant(ValueLayout layout, int variant, Slot[] payload)
    {
        Slot[] value = [.. layout.Slots.Select(Slot.Undefined)];
        value[0] = Slot.Constant(SlotKind.Int32, variant);
        for (int s = 0; s < payload.Length; s++)
        {
            value[layout.Variants[variant][s]] = payload[s];
        }

        return value;
    }

    internal static void FromBoundedInt(Invocation i)
    {
        i.Writer.Push(i.One(0));
        i.IL.Emit(OpCodes.Conv_I4);
        i.Leave(0, [i.Pop(SlotKind.Int32)]);
    }

    internal static void Match(Invocation i)
    {
        ValueLayout layout = i.Layouts[i.Libfunc.Parameters[0]];
        Slot[] value = i.Arguments[0];
        Branch(i, value[0], variant => Payload(layout, variant, value));
    }

    internal static void BoxedMatch(Invocation i)
    {
        ValueLayout layout = i.Layouts[i.TypeArgument(0)];
        i.Writer.PushWordAddress(i.One(0), 0);
        i.Writer.Load(SlotKind.Int32);
        Branch(i, i.Pop(SlotKind.Int32), variant => [Box(i, layout, variant)]);
    }

    private static Slot[] Payload(ValueLayout layout, int variant, Slot[] value) =>
        [.. layout.Variants[variant].Select(at => value[at])];

    // The payload's slots need not be neighbours in the enum: they are put together in a place of their own.
    private static Slot Box(Invocation i, ValueLayout layout, int variant)
    {
        List<Slot> payload = [];
        foreach (int at in layout.Variants[variant])
        {
            i.Writer.PushWordAddress(i.One(0), layout.Slots.Take(at).Sum(SlotKinds.WordsOf));
            i.Writer.Load(layout.Slots[at]);
            payload.Add(i.Pop(layout.Slots[at]));
        }

        Slot place = i.Allocate(System.Math.Max(1, payload.Sum(slot => SlotKinds.WordsOf(slot.Kind))));
        i.Writer.StoreValue(place, 0, payload);
        return place;
    }

    private static void Branch(Invocation i, Slot number, System.Func<int, Slot[]> payload)
    {
        int count = i.Libfunc.Branches.Count;
        Label[] labels = [.. Enumerable.Range(0, count).Select(_ => i.IL.DefineLabel())];
        if (count == 0)
        {
            // An enum without variants has no values.
            FlowLibfuncs.UnsafePanic(i);
            return;
        }

        if (count == 2)
        {
            i.Writer.Push(number);
            i.IL.Emit(OpCodes.Brtrue, labels[1]);
        }
        else if (count > 2)
        {
            i.Writer.Push(number);
            i.IL.Emit(OpCodes.Switch, labels);
        }

        for (int variant = 0; variant < count; variant++)
        {
            i.IL.MarkLabel(labels[variant]);
            i.Leave(variant, payload(variant));
        }
    }
}
