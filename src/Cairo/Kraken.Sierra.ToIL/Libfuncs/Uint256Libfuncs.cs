using System.Collections.Generic;
using System.Linq;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for u256 and u512: limbs of 128 bits, the low ones first.</summary>
internal static class Uint256Libfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("u256_is_zero", IsZero), new("u256_safe_divmod", DivMod), new("u512_safe_divmod_by_u256", DivMod512),
        new("u256_guarantee_inv_mod_n", Invert), new("u256_sqrt", SquareRoot),
    ];

    internal static void IsZero(Invocation i)
    {
        Label zero = i.IL.DefineLabel();
        Slot both = IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Or), i.Arguments[0][0], i.Arguments[0][1]);
        i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.AreEqual)), both, Slot.Constant(SlotKind.UInt128, 0));
        i.IL.Emit(OpCodes.Brtrue, zero);
        i.Leave(1, i.Arguments[0]);
        i.IL.MarkLabel(zero);
        i.Leave(0);
    }

    internal static void DivMod(Invocation i)
    {
        Slot[] more = [.. Enumerable.Range(0, 3).Select(_ => i.Local(SlotKind.UInt128))];
        i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.Divide256)), [.. i.Arguments[1], .. i.Arguments[2], .. more]);
        Slot low = i.Pop(SlotKind.UInt128);
        i.Leave(0, [low, more[0]], [more[1], more[2]]);
    }

    internal static void SquareRoot(Invocation i) =>
        i.Leave(0, [IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.SquareRoot256), i.Arguments[1])]);

    internal static void DivMod512(Invocation i)
    {
        Slot[] results = [.. Enumerable.Range(0, 6).Select(_ => i.Local(SlotKind.UInt128))];
        i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.Divide512)), [.. i.Arguments[1], .. i.Arguments[2], .. results]);
        i.Leave(0, results[..4], results[4..]);
    }

    internal static void Invert(Invocation i)
    {
        Slot[] inverse = [i.Local(SlotKind.UInt128), i.Local(SlotKind.UInt128)];
        Label none = i.IL.DefineLabel();
        i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.TryInvert)), [.. i.Arguments[1], .. i.Arguments[2], .. inverse]);
        i.IL.Emit(OpCodes.Brfalse, none);
        i.Leave(0, inverse);
        i.IL.MarkLabel(none);
        i.Leave(1);
    }
}
