using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Reflection;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for M31, which is an integer, and QM31, which is four of them in 128 bits.</summary>
internal static class QM31Libfuncs
{
    private const int CoordinateBits = 32;

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("qm31_const", Const), new("qm31_pack", Pack), new("qm31_unpack", Unpack), new("qm31_from_m31", FromM31), new("qm31_add", Add),
        new("qm31_sub", Sub), new("qm31_mul", Mul), new("qm31_div", Div), new("m31_add", Add), new("m31_sub", Sub), new("m31_mul", Mul),
        new("m31_div", Div),
    ];

    internal static void Const(Invocation i)
    {
        BigInteger value = BigInteger.Zero;
        for (int c = 3; c >= 0; c--)
        {
            value = (value << CoordinateBits) + i.Value(c);
        }

        i.Leave(0, [Slot.Constant(SlotKind.UInt128, value)]);
    }

    internal static void Add(Invocation i) => Operate(i, nameof(ExtensionOperations.Add));

    internal static void Sub(Invocation i) => Operate(i, nameof(ExtensionOperations.Subtract));

    internal static void Mul(Invocation i) => Operate(i, nameof(ExtensionOperations.Multiply));

    internal static void Div(Invocation i) => Operate(i, nameof(ExtensionOperations.Divide));

    internal static void Pack(Invocation i)
    {
        i.Call(Method(nameof(ExtensionOperations.Join)), i.One(0), i.One(1), i.One(2), i.One(3));
        i.Leave(0, [i.Pop(SlotKind.UInt128)]);
    }

    internal static void Unpack(Invocation i)
    {
        Slot[][] coordinates = [.. Enumerable.Range(0, 4).Select(index => (Slot[])[Coordinate(i, index)])];
        i.Leave(0, coordinates);
    }

    internal static void FromM31(Invocation i) =>
        i.Leave(0, [IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Widen), i.One(0))]);

    private static Slot Coordinate(Invocation i, int index)
    {
        i.Call(Method(nameof(ExtensionOperations.Coordinate)), i.One(1), Slot.Constant(SlotKind.Int32, index));
        return i.Pop(SlotKind.Int64);
    }

    // The functions on M31 have the names of those on QM31 with an ending.
    private static void Operate(Invocation i, string operation)
    {
        bool extended = i.One(0).Kind == SlotKind.UInt128;
        i.Call(Method(extended ? operation : $"{operation}Base"), i.One(0), i.One(1));
        i.Leave(0, [i.Pop(i.One(0).Kind)]);
    }

    private static MethodInfo Method(string name) => RuntimeMembers.Method(typeof(ExtensionOperations), name);
}
