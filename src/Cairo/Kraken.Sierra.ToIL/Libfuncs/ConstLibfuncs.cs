using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for constants of constant types.</summary>
internal static class ConstLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("const_as_immediate", AsImmediate), new("const_as_box", AsBox),
    ];

    internal static void AsImmediate(Invocation i) => i.Leave(0, Constant(i));

    internal static void AsBox(Invocation i) => i.Leave(0, [BoxLibfuncs.Box(i, Constant(i))]);

    /// <summary>An integer constant given by the generic argument.</summary>
    internal static void Integer(Invocation i) =>
        i.Leave(0, [Slot.Constant(i.Layouts.FormOf(i.OutputType(0, 0)).Kind, i.Value(0))]);

    // Its type's layout is asked for first, which bounds how deep the constant nests.
    private static Slot[] Constant(Invocation i)
    {
        int constant = i.TypeArgument(0);
        _ = i.Layouts[i.Types[constant].Args[0].Index];
        return ValueOf(i, constant);
    }

    private static Slot[] ValueOf(Invocation i, int constType)
    {
        ConcreteType constant = i.Types[constType];
        int inner = constant.Args[0].Index;
        ConcreteType type = i.Types[inner];
        switch (type.GenericId)
        {
            case "Struct":
                return [.. constant.Args.Skip(1).SelectMany(member => ValueOf(i, member.Index))];
            case "Enum":
                return EnumLibfuncs.Variant(i.Layouts[inner], (int)constant.Args[1].Value, ValueOf(i, constant.Args[2].Index));
            case "NonZero":
                return ValueOf(i, constant.Args[1].Index);
            case "EcPoint":
                return [Felt(constant.Args[1].Value), Felt(constant.Args[2].Value)];
            default:
                return [Slot.Constant(i.Layouts[inner].Slots[0], constant.Args[1].Value)];
        }
    }

    private static Slot Felt(BigInteger value) => Slot.Constant(SlotKind.Felt, value);
}
