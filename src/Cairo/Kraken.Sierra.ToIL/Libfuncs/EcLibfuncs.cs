using System.Collections.Generic;
using System.Reflection;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for the Stark curve: points and sums of points are two field elements.</summary>
internal static class EcLibfuncs
{
    private static readonly Slot None = Slot.Constant(SlotKind.Felt, 0);

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("ec_point_zero", Zero), new("ec_point_try_new_nz", TryNew), new("ec_point_from_x_nz", FromX), new("ec_point_unwrap", Unwrap),
        new("ec_point_is_zero", IsZero), new("ec_neg", Negate), new("ec_neg_nz", Negate), new("ec_state_init", Zero),
        new("ec_state_add", StateAdd), new("ec_state_try_finalize_nz", StateFinalize), new("ec_state_add_mul", StateAddMul),
    ];

    /// <summary>The point at infinity, and the sum of no points.</summary>
    internal static void Zero(Invocation i) => i.Leave(0, [None, None]);

    internal static void TryNew(Invocation i)
    {
        Label other = i.IL.DefineLabel();
        i.Call(Method(nameof(CurveOperations.Contains)), i.One(0), i.One(1));
        i.IL.Emit(OpCodes.Brfalse, other);
        i.Leave(0, [i.One(0), i.One(1)]);
        i.IL.MarkLabel(other);
        i.Leave(1);
    }

    internal static void FromX(Invocation i)
    {
        Label none = i.IL.DefineLabel();
        Slot y = i.Local(SlotKind.Felt);
        i.Call(Method(nameof(CurveOperations.TryFromX)), i.One(1), y);
        i.IL.Emit(OpCodes.Brfalse, none);
        i.Leave(0, [i.One(1), y]);
        i.IL.MarkLabel(none);

        // The refusal proves that x has no point, which takes no range check.
        i.Leave(1);
    }

    internal static void Unwrap(Invocation i) => i.Leave(0, [i.Arguments[0][0]], [i.Arguments[0][1]]);

    internal static void IsZero(Invocation i)
    {
        Label zero = i.IL.DefineLabel();
        i.Call(RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.IsZero)), i.Arguments[0][1]);
        i.IL.Emit(OpCodes.Brtrue, zero);
        i.Leave(1, i.Arguments[0]);
        i.IL.MarkLabel(zero);
        i.Leave(0);
    }

    internal static void Negate(Invocation i)
    {
        MethodInfo subtract = Felt252Libfuncs.Operation(nameof(Fields.Felt.Subtract));
        i.Leave(0, [i.Arguments[0][0], i.CallForFelt(subtract, None, i.Arguments[0][1])]);
    }

    internal static void StateAdd(Invocation i)
    {
        Slot x = i.Local(SlotKind.Felt);
        Slot y = i.Local(SlotKind.Felt);
        i.Call(Method(nameof(CurveOperations.Add)), [.. i.Arguments[0], .. i.Arguments[1], x, y]);
        i.Leave(0, [x, y]);
    }

    internal static void StateFinalize(Invocation i)
    {
        Label infinity = i.IL.DefineLabel();
        i.Call(RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.IsZero)), i.Arguments[0][1]);
        i.IL.Emit(OpCodes.Brtrue, infinity);
        i.Leave(0, i.Arguments[0]);
        i.IL.MarkLabel(infinity);
        i.Leave(1);
    }

    internal static void StateAddMul(Invocation i)
    {
        Slot x = i.Local(SlotKind.Felt);
        Slot y = i.Local(SlotKind.Felt);
        i.Call(Method(nameof(CurveOperations.AddMultiple)), [.. i.Arguments[1], i.One(2), .. i.Arguments[3], x, y]);
        i.Leave(0, [x, y]);
    }

    private static MethodInfo Method(string name) => RuntimeMembers.Method(typeof(CurveOperations), name);
}
